import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { HEAD_BYTES, mediaTypeOf } from "../files/media-type-of.ts";
import { TABLE_MEDIA_TYPE, TENSOR_MEDIA_TYPE } from "../values/encode-value.ts";
import { LIST_MEDIA_TYPE } from "../values/packed-list.ts";
import { listTemplateNames } from "./read-template.ts";

/** An artifact of a recorded run of any template, which every member may see. Null when no template has it. */
export async function findTemplateArtifact(
  dir: string,
  hash: string,
): Promise<{ file: string; sizeBytes: number; mediaType: string } | null> {
  for (const template of await listTemplateNames(dir)) {
    const file = join(dir, template, "artifacts", hash);
    const found = await stat(file).catch(ignoreMissing);
    if (found) return { file, sizeBytes: found.size, mediaType: typeOf(await headOf(file)) };
  }
  return null;
}

/** Nothing beside the file says what it is, but each form in which values are kept begins in its own way. */
function typeOf(head: Buffer): string {
  const start = head.toString("latin1");
  if (start.startsWith("PAR1")) return TABLE_MEDIA_TYPE;
  if (start.startsWith("RIFF") && start.slice(8, 12) === "WAVE") return "audio/wav";
  if (start.startsWith('{"dtype":', 4)) return TENSOR_MEDIA_TYPE;
  if (start.startsWith('{"list":', 4)) return LIST_MEDIA_TYPE;
  return mediaTypeOf(head, "file");
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
