import { handle } from "#server/http/handle";
import { answerModelUpload } from "#server/http/upload-routes";

export const POST = (request: Request) => handle(request, answerModelUpload);
