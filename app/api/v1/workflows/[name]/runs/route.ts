import { handleApi } from "#server/http/api/handle-api";
import { answerStartRun } from "#server/http/api/start-run-route";

export const POST = (request: Request, { params }: { params: Promise<{ name: string }> }) =>
  handleApi(request, async (caller) => answerStartRun(caller, request, await params));
