import { handleApi } from "#server/http/api/handle-api";
import { answerApiRetry } from "#server/http/api/run-routes";

export const POST = (request: Request, { params }: { params: Promise<{ id: string }> }) =>
  handleApi(request, async (caller) => answerApiRetry(caller, request, await params));
