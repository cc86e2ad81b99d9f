import { handleApi } from "#server/http/api/handle-api";
import { answerOpenApi } from "#server/http/api/openapi-route";

export const GET = (request: Request, { params }: { params: Promise<{ name: string }> }) =>
  handleApi(request, async (caller) => answerOpenApi(caller, request, await params));
