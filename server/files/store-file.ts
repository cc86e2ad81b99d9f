import type { FileRef } from "../../graph/schema.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { keepArtifact } from "../artifacts/keep-artifact.ts";
import type { ServiceContext } from "../service-context.ts";
import { cleanFileName } from "./clean-file-name.ts";
import { HEAD_BYTES, mediaTypeOf } from "./media-type-of.ts";

/**
 * Keeps a file under its content hash, as it streams in.
 *
 * @throws AppError PAYLOAD_TOO_LARGE, or UNSUPPORTED_MEDIA_TYPE for what is not kept here.
 */
export async function storeFile(
  { tenant, artifacts }: Pick<ServiceContext, "tenant"> & { artifacts: ArtifactStore },
  { name: givenName, content, maxBytes }: { name: string; content: AsyncIterable<Uint8Array>; maxBytes: number },
): Promise<FileRef> {
  const name = cleanFileName(givenName);
  const found: { mediaType?: string } = {};
  const stored = await artifacts.put(
    inspectHead(content, (head) => (found.mediaType = mediaTypeOf(head, name))),
    { maxBytes },
  );
  const mediaType = found.mediaType ?? "application/octet-stream";
  await tenant.run((tx) => keepArtifact(tx, { workspaceId: tenant.workspaceId, ...stored, mediaType }));
  return { hash: stored.hash, name, mediaType, sizeBytes: stored.sizeBytes };
}

/** Hands the first bytes over before any byte goes on, so that what is refused is never written. */
async function* inspectHead(
  content: AsyncIterable<Uint8Array>,
  inspect: (head: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | null = new Uint8Array();
  for await (const chunk of content) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD_BYTES) continue;
    inspect(head.subarray(0, HEAD_BYTES));
    yield head;
    head = null;
  }
  if (head === null) return;
  inspect(head);
  yield head;
}
