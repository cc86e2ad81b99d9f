import { readFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { AppError } from "../app-error.ts";
import { HEAD_BYTES, mediaTypeOf } from "../files/media-type-of.ts";
import { serveContent } from "../http/serve-content.ts";
import { listTemplateNames } from "./read-template.ts";
import { requireTemplateFiles } from "./require-template.ts";

/** The picture of a template, or one of its samples. Only what its card names has an address. */
export async function serveTemplateFile(
  request: Request,
  { dir, name, file }: { dir: string; name: string; file: string },
): Promise<Response> {
  const template = await requireTemplateFiles({ dir, name });
  const sample = template.samples.find((each) => each.name === file);
  const path = file === template.picture ? join(dir, name, file) : sample?.file;
  if (path === undefined) throw new AppError("NOT_FOUND", "There is no such file.");
  return serveFile(request, { path, name: file, isImmutable: false });
}

/** An artifact of a recorded run, which every member may see. Null when no template has it. */
export async function serveTemplateArtifact(
  request: Request,
  { dir, hash, name }: { dir: string; hash: string; name: string },
): Promise<Response | null> {
  for (const template of await listTemplateNames(dir)) {
    const path = join(dir, template, "artifacts", hash);
    const response = await serveFile(request, { path, name, isImmutable: true }).catch(ignoreMissing);
    if (response) return response;
  }
  return null;
}

async function serveFile(
  request: Request,
  { path, name, isImmutable }: { path: string; name: string; isImmutable: boolean },
) {
  const content = new Uint8Array(await readFile(path));
  const etag = createHash("sha256").update(content).digest("hex");
  const mediaType = mediaTypeOf(content.subarray(0, HEAD_BYTES), name.includes(".") ? name : "file");
  return serveContent(request, { content, sizeBytes: content.length, mediaType, name, etag, isImmutable });
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
