import { serveTemplateFile } from "../templates/serve-template-file.ts";
import type { WebServices } from "../web-services.ts";
import { requireMember } from "./require-member.ts";

/** GET /api/templates/{name}/{file}: pictures and samples of the gallery, for members of any workspace. */
export async function answerTemplateFile(
  services: WebServices,
  request: Request,
  { name, file }: { name: string; file: string },
): Promise<Response> {
  await requireMember(services, request, "viewer");
  return serveTemplateFile(request, { dir: services.env.templatesDir, name, file });
}
