import { handleApi } from "#server/http/api/handle-api";
import { answerApiRun } from "#server/http/api/run-routes";

export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  handleApi(request, async (caller) => answerApiRun(caller, request, await params));
