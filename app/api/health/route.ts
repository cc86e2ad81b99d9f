import { answerHealth } from "#server/http/answer-health";
import { handle } from "#server/http/handle";

export const dynamic = "force-dynamic";

export const GET = (request: Request) => handle(request, answerHealth);
