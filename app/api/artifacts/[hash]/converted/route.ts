import { handle } from "#server/http/handle";
import { answerConverted } from "#server/http/converted-route";

export const GET = (request: Request, { params }: { params: Promise<{ hash: string }> }) =>
  handle(request, async (services) => answerConverted(services, request, await params));
