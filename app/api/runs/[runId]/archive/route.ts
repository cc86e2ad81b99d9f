import { handle } from "#server/http/handle";
import { answerRunArchive } from "#server/http/run-archive-routes";

export const GET = (request: Request, { params }: { params: Promise<{ runId: string }> }) =>
  handle(request, async (services) => answerRunArchive(services, request, await params));
