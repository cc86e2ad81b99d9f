import { createHash } from "node:crypto";
import type { ArtifactRef } from "#graph/recorded-values";
import { createImageCodec } from "../images/create-image-codec.ts";
import { openTableEngine } from "../tables/open-table-engine.ts";
import { createRecorder } from "./create-recorder.ts";
import { createRestorer } from "./create-restorer.ts";

/** Records into memory and restores from it, with the real codecs. */
export async function openMemoryArtifacts() {
  const artifacts = new Map<string, { bytes: Uint8Array; mediaType: string }>();
  const tables = await openTableEngine();
  const codecs = { images: createImageCodec(), tables };
  async function putArtifact(pieces: readonly Uint8Array[], mediaType: string): Promise<ArtifactRef> {
    const bytes = Buffer.concat(pieces);
    const hash = createHash("sha256").update(bytes).digest("hex");
    artifacts.set(hash, { bytes: new Uint8Array(bytes), mediaType });
    return { hash, sizeBytes: bytes.byteLength, mediaType };
  }
  return {
    ...codecs,
    artifacts,
    newRecorder: () => createRecorder({ ...codecs, putArtifact }),
    restore: createRestorer({ ...codecs, readArtifact: async (hash) => artifacts.get(hash)!.bytes }),
    close: () => tables.close(),
  };
}
