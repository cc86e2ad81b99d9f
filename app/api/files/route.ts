import { handle } from "#server/http/handle";
import { answerFileUpload } from "#server/http/upload-routes";

export const POST = (request: Request) => handle(request, answerFileUpload);
