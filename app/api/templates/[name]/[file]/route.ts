import { handle } from "#server/http/handle";
import { answerTemplateFile } from "#server/http/template-file-route";

export const GET = (request: Request, { params }: { params: Promise<{ name: string; file: string }> }) =>
  handle(request, async (services) => answerTemplateFile(services, request, await params));
