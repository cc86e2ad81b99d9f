import { answerArtifact } from "#server/http/artifact-route";
import { handle } from "#server/http/handle";

export const GET = (request: Request, { params }: { params: Promise<{ hash: string }> }) =>
  handle(request, async (services) => answerArtifact(services, request, await params));
