import "#server-only";
import type { JsonValue } from "../../../graph/json.ts";
import type { RecordedFlow, RecordedValue } from "../../../graph/recorded-values.ts";
import { isRecordedList } from "../../../graph/recorded-values.ts";
import type { NodeFailure, RunStatus } from "../../../graph/run-events.ts";
import { workflowOutputs } from "../../../graph/workflow-interface.ts";
import { definitions } from "../../../nodes/definitions.ts";
import type { ArtifactStore } from "../../artifacts/artifact-store.ts";
import type { RunDetails } from "../../runs/get-run.ts";
import type { Value } from "../../../graph/values.ts";
import { decodeBytes } from "../../values/decode-value.ts";
import type { Codecs } from "../../values/encode-value.ts";
import type { PlainKind } from "../../values/plain-json.ts";
import { fromPlainJson, toJsonNumber, toPlainJson } from "../../values/plain-json.ts";

export type ApiRun = {
  id: string;
  number: number;
  status: RunStatus;
  createdAt: Date;
  finishedAt: Date | null;
  /** By name, once the run has ended; an output that was not reached is left out. */
  outputs: Record<string, JsonValue>;
  failure?: Pick<NodeFailure, "kind" | "message">;
};

/** What is larger stays behind an address. */
const MAX_JSON_BYTES = 10_000_000;
const plainKinds: ReadonlySet<string> = new Set<PlainKind>([
  "text",
  "json",
  "tensor",
  "embedding",
  "mask",
  "classification",
  "detections",
  "keypoints",
]);

/** A run as clients of the API see it. Files among its outputs are addresses below it. */
export async function describeApiRun(run: RunDetails, artifacts: ArtifactStore): Promise<ApiRun> {
  const { id, number, status, createdAt, finishedAt, state } = run;
  const outputs: Record<string, JsonValue> = {};
  for (const [name, record] of Object.entries(finishedAt ? outputsOf(run) : {})) {
    outputs[name] = await describeFlow(record, { runId: id, artifacts });
  }
  const { failure } = state;
  const told = failure && { failure: { kind: failure.kind, message: failure.message } };
  return { id, number, status, createdAt, finishedAt, outputs, ...told };
}

export function outputsOf({ graph, state }: RunDetails): Record<string, RecordedFlow> {
  return workflowOutputs(graph, state, definitions);
}

/** The files that the outputs of a run lead to, by hash. */
export function filesOf(run: RunDetails): Map<string, { mediaType: string; name: string }> {
  const files = new Map<string, { mediaType: string; name: string }>();
  const walk = (record: RecordedFlow, name: string) => {
    if (isRecordedList(record)) {
      for (const item of record.items) if (item) walk(item, name);
    } else if ("artifact" in record) {
      files.set(record.artifact.hash, { mediaType: record.artifact.mediaType, name: fileName(record) ?? name });
    }
  };
  for (const [name, record] of Object.entries(outputsOf(run))) walk(record, name);
  return files;
}

type Place = { runId: string; artifacts: ArtifactStore };

async function describeFlow(record: RecordedFlow, place: Place): Promise<JsonValue> {
  if (!isRecordedList(record)) return await describeValue(record, place);
  const items: JsonValue[] = [];
  for (const item of record.items) if (item) items.push(await describeFlow(item, place));
  return record.whole ? { count: record.count, items } : items;
}

async function describeValue(record: RecordedValue, { runId, artifacts }: Place): Promise<JsonValue> {
  const { kind } = record;
  if ("inline" in record) {
    const isPacked = kind === "tensor" || kind === "embedding";
    return isPacked ? toApiJson(fromPlainJson(kind, record.inline)) : record.inline;
  }
  const { hash, sizeBytes, mediaType } = record.artifact;
  if (plainKinds.has(kind) && sizeBytes <= MAX_JSON_BYTES) {
    // None of these kinds needs a codec to be read.
    return toApiJson(await decodeBytes(kind, { bytes: await artifacts.read(hash), mediaType }, {} as Codecs));
  }
  const name = fileName(record);
  return { url: `/api/v1/runs/${runId}/files/${hash}`, mediaType, sizeBytes, ...(name !== null && { name }) };
}

function toApiJson(value: Value): JsonValue {
  if (value.kind === "embedding") return Array.from(value.value.vector, toJsonNumber);
  return toPlainJson(value as Parameters<typeof toPlainJson>[0]);
}

function fileName({ preview }: RecordedValue): string | null {
  return preview.kind === "file" || preview.kind === "video" ? preview.name : null;
}
