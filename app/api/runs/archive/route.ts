import { handle } from "#server/http/handle";
import { answerRunImport } from "#server/http/run-archive-routes";

export const POST = (request: Request) => handle(request, answerRunImport);
