import { handle } from "#server/http/handle";
import { answerTrace } from "#server/http/trace-route";

export const GET = (request: Request, { params }: { params: Promise<{ runId: string }> }) =>
  handle(request, async (services) => answerTrace(services, request, await params));
