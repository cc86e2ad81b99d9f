import { z } from "zod";
import { AppError } from "../app-error.ts";
import { requireArtifact } from "../files/require-artifact.ts";
import { serveTemplateArtifact } from "../templates/serve-template-file.ts";
import type { WebServices } from "../web-services.ts";
import { parseInput, queryOf } from "./parse-input.ts";
import { requireMember } from "./require-member.ts";
import { serveContent } from "./serve-content.ts";

const inputSchema = z.strictObject({
  hash: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in 64 hexadecimal digits"),
  name: z.string().max(1_000).optional(),
});

/** GET /api/artifacts/{hash}?name=…: content of the member's workspace, or of a template's recorded run. */
export async function answerArtifact(
  services: WebServices,
  request: Request,
  { hash: given }: { hash: string },
): Promise<Response> {
  const member = await requireMember(services, request, "viewer");
  const { hash, name = hash } = parseInput(inputSchema, { ...queryOf(request), hash: given });
  const found = await requireArtifact(member, { hash }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  });
  if (!found) {
    const shared = await serveTemplateArtifact(request, { dir: services.env.templatesDir, hash, name });
    if (shared) return shared;
    throw new AppError("NOT_FOUND", "There is no such file.");
  }
  const { stream, sizeBytes } = await member.artifacts.stream(hash);
  return serveContent(request, {
    content: stream,
    sizeBytes,
    mediaType: found.mediaType,
    name,
    etag: hash,
    isImmutable: true,
  });
}
