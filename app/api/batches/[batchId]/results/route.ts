import { handle } from "#server/http/handle";
import { answerBatchResults } from "#server/http/batch-results-route";

export const GET = (request: Request, { params }: { params: Promise<{ batchId: string }> }) =>
  handle(request, async (services) => answerBatchResults(services, request, await params));
