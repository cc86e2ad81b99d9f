import type { RecordedFlow, RecordedValue } from "#graph/recorded-values";
import { isRecordedList } from "#graph/recorded-values";
import type { Flow, Value } from "#graph/values";
import { decodeBytes } from "./decode-value.ts";
import type { Codecs } from "./encode-value.ts";
import { unpackList } from "./packed-list.ts";
import { fromPlainJson } from "./plain-json.ts";

type ReadArtifact = (hash: string) => Promise<Uint8Array>;

/** Makes the function that gives back the value of which a record was kept. Rejects when an artifact is gone. */
export function createRestorer({ images, tables, readArtifact }: Codecs & { readArtifact: ReadArtifact }) {
  const codecs = { images, tables };

  async function restore(record: RecordedFlow): Promise<Flow> {
    if (!isRecordedList(record)) return restoreValue(record);
    if (record.whole) return unpackList(await readArtifact(record.whole.hash), codecs);
    const items: (Flow | undefined)[] = [];
    for (const item of record.items) items.push(item === null ? undefined : await restore(item));
    return { items };
  }

  async function restoreValue(record: RecordedValue): Promise<Value> {
    if ("inline" in record) return fromPlainJson(record.kind, record.inline);
    const bytes = await readArtifact(record.artifact.hash);
    const { mediaType } = record.artifact;
    const { preview } = record;
    if (preview.kind === "file" || preview.kind === "video") {
      return decodeBytes(record.kind, { bytes, mediaType, name: preview.name }, codecs);
    }
    return decodeBytes(record.kind, { bytes, mediaType }, codecs);
  }

  return restore;
}
