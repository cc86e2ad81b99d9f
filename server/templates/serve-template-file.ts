import { readFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { AppError } from "../app-error.ts";
import { HEAD_BYTES, mediaTypeOf } from "../files/media-type-of.ts";
import { serveContent } from "../http/serve-content.ts";
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
  const content = new Uint8Array(await readFile(path));
  const etag = createHash("sha256").update(content).digest("hex");
  const mediaType = mediaTypeOf(content.subarray(0, HEAD_BYTES), file);
  return serveContent(request, {
    content,
    sizeBytes: content.length,
    mediaType,
    name: file,
    etag,
    isImmutable: false,
  });
}
