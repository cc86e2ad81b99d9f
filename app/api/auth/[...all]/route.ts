import { handleAuthRequest } from "#server/auth/handle-auth-request";
import { handle } from "#server/http/handle";

const answer = (request: Request) =>
  handle(request, ({ auth, database }) => handleAuthRequest({ auth, database }, request));

export { answer as GET, answer as POST };
