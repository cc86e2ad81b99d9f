import { handle } from "#server/http/handle";
import { answerSlice } from "#server/http/slice-route";

export const GET = (request: Request, { params }: { params: Promise<{ hash: string }> }) =>
  handle(request, async (services) => answerSlice(services, request, await params));
