import { handleApi } from "#server/http/api/handle-api";
import { answerApiFile } from "#server/http/api/run-routes";

export const GET = (request: Request, { params }: { params: Promise<{ id: string; hash: string }> }) =>
  handleApi(request, async (caller) => answerApiFile(caller, request, await params));
