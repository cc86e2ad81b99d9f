import type { ArtifactRef, RecordedFlow } from "#graph/recorded-values";
import type { Flow } from "#graph/values";
import { artifacts } from "../db/schema/artifacts.ts";
import type { TestWeb } from "../http/web-for-tests.ts";
import { createImageCodec } from "../images/create-image-codec.ts";
import { openTableEngine } from "../tables/open-table-engine.ts";
import { createRecorder } from "./create-recorder.ts";

/** Keeps values as a run of one workspace does: through the real recorder, into the store and the database of the test. */
export async function openKeeper(web: TestWeb, workspaceId: string) {
  const tables = await openTableEngine();
  const images = createImageCodec();
  async function putArtifact(pieces: readonly Uint8Array[], mediaType: string): Promise<ArtifactRef> {
    const { hash, sizeBytes } = await web.services.artifacts.put(pieces);
    await web.database
      .insert(artifacts)
      .values({ workspaceId, hash, sizeBytes, mediaType, isMade: true })
      .onConflictDoNothing();
    return { hash, sizeBytes, mediaType };
  }
  return {
    tables,
    images,
    keep: async (flow: Flow): Promise<RecordedFlow> => createRecorder({ images, tables, putArtifact })(flow),
    close: () => tables.close(),
  };
}

/** The hash under which a record's value lies whole. */
export function hashOf(record: RecordedFlow): string {
  if ("whole" in record && record.whole) return record.whole.hash;
  if ("artifact" in record) return record.artifact.hash;
  throw new Error("The value is small enough to be in its record.");
}
