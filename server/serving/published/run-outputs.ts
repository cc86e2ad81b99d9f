import "#server-only";
import type { Kind } from "../../../graph/kinds.ts";
import type { RecordedFlow, RecordedValue } from "../../../graph/recorded-values.ts";
import { isRecordedList } from "../../../graph/recorded-values.ts";
import type { Flow, Value } from "../../../graph/values.ts";
import { isFlowList } from "../../../graph/values.ts";
import { decodeBytes } from "../../values/decode-value.ts";
import type { NamedBytes } from "../../values/decode-value.ts";
import type { Codecs } from "../../values/encode-value.ts";
import { unpackList } from "../../values/packed-list.ts";
import { fromPlainJson } from "../../values/plain-json.ts";
import { ServingError } from "../serving-error.ts";
import { writeContents } from "../wire-tensor.ts";
import type { WireTensor } from "../wire-tensor.ts";
import type { ServedPort } from "../workflow/served-port.ts";
import { writeOutput } from "../workflow/write-outputs.ts";

export type RunOutputTools = {
  readArtifact: (hash: string) => Promise<Uint8Array>;
  /** The wanted tensors of a table port, from the contents of Parquet files. */
  fromTables: (port: ServedPort, files: WireTensor, wanted: readonly string[]) => Promise<WireTensor[]>;
};

/** What is kept in the form in which clients get it, or goes on to who can read it. */
const asKept: ReadonlySet<Kind> = new Set(["image", "audio", "video", "file", "table"]);
/** Nothing below needs one: what would is handed on as it is kept. */
const noCodecs = {} as Codecs;

/** The tensors of one output of a run, from its record. @throws ServingError 400 where what came out fits no tensor */
export async function readRunOutput(
  port: ServedPort,
  record: RecordedFlow,
  { wanted, readArtifact, fromTables }: RunOutputTools & { wanted: readonly string[] },
): Promise<WireTensor[]> {
  const flow = await restore(record, readArtifact);
  if (port.kind !== "table") return await writeOutput(port, flow, { wanted, codecs: noCodecs });
  const own = wanted.filter((name) => name === port.name || name.startsWith(`${port.name}.`));
  const items = isFlowList(flow) ? flow.items.filter((item) => item !== undefined) : [flow];
  const contents = items.map((item) => {
    if (isFlowList(item) || item.kind !== "file") {
      throw new ServingError(400, `The output ${JSON.stringify(port.name)} is a list of lists, which fits no tensor.`);
    }
    return item.value.bytes;
  });
  const files = { name: port.name, dtype: "string", shape: [contents.length], bytes: writeContents(contents) } as const;
  return own.length > 0 ? await fromTables(port, files, own) : [];
}

async function restore(record: RecordedFlow, readArtifact: RunOutputTools["readArtifact"]): Promise<Flow> {
  if (!isRecordedList(record)) return await restoreValue(record, readArtifact);
  if (record.whole) return await unpackList(await readArtifact(record.whole.hash), noCodecs, decode);
  const items: (Flow | undefined)[] = [];
  for (const item of record.items) items.push(item === null ? undefined : await restore(item, readArtifact));
  return { items };
}

async function restoreValue(record: RecordedValue, readArtifact: RunOutputTools["readArtifact"]): Promise<Value> {
  if ("inline" in record) return fromPlainJson(record.kind, record.inline);
  const { hash, mediaType } = record.artifact;
  return await decode(record.kind, { bytes: await readArtifact(hash), mediaType }, noCodecs);
}

async function decode(kind: Kind, stored: NamedBytes, codecs: Codecs): Promise<Value> {
  if (!asKept.has(kind)) return await decodeBytes(kind, stored, codecs);
  const { bytes, mediaType, name = kind } = stored;
  return { kind: "file", value: { name, mediaType, bytes } };
}
