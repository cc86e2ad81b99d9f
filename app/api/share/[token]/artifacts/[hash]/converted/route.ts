import { answerConverted } from "#server/http/converted-route";
import { handle } from "#server/http/handle";
import { answerSharedContent } from "#server/http/shared-content-route";

export const GET = (request: Request, { params }: { params: Promise<{ token: string; hash: string }> }) =>
  handle(request, async (services) =>
    answerSharedContent(services, request, { ...(await params), answer: answerConverted }),
  );
