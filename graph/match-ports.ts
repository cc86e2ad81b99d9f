import { canonicalJson } from "./canonical-json.ts";
import type { RecordedFlow, RecordedValue } from "./recorded-values.ts";
import { isRecordedList } from "./recorded-values.ts";
import type { RunState } from "./run-events.ts";

/** One output port in two runs, with what went through it in each. */
export type PortPair = { nodeId: string; port: string } & (
  | { state: "same" | "differs"; a: RecordedFlow; b: RecordedFlow }
  | { state: "only-a"; a: RecordedFlow; b: null }
  | { state: "only-b"; a: null; b: RecordedFlow }
);

/** Every port through which something went in at least one of them. Whether it is the same is told by content hashes alone. */
export function matchPorts(a: Pick<RunState, "nodes">, b: Pick<RunState, "nodes">): PortPair[] {
  return [...new Set([...Object.keys(a.nodes), ...Object.keys(b.nodes)])].flatMap((nodeId) => {
    const [before, after] = [a.nodes[nodeId]?.outputs ?? {}, b.nodes[nodeId]?.outputs ?? {}];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((port) =>
      pairOf({ nodeId, port }, before[port] ?? null, after[port] ?? null),
    );
  });
}

function pairOf(place: { nodeId: string; port: string }, a: RecordedFlow | null, b: RecordedFlow | null): PortPair {
  if (a && b) return { ...place, state: isSameFlow(a, b) ? "same" : "differs", a, b };
  if (a) return { ...place, state: "only-a", a, b: null };
  // One of the two is there, or the port would not have been listed.
  return { ...place, state: "only-b", a: null, b: b! };
}

/** By what lies in the records: hashes of large values, small ones themselves. */
export function isSameFlow(a: RecordedFlow, b: RecordedFlow): boolean {
  if (isRecordedList(a) !== isRecordedList(b)) return false;
  if (!isRecordedList(a) || !isRecordedList(b)) return digestOf(a as RecordedValue) === digestOf(b as RecordedValue);
  if (a.count !== b.count) return false;
  if (a.whole ?? b.whole) return a.whole?.hash === b.whole?.hash;
  return a.items.every((item, place) => {
    const other = b.items[place] ?? null;
    return item && other ? isSameFlow(item, other) : item === other;
  });
}

function digestOf(record: RecordedValue): string {
  const { kind, preview } = record;
  // The name of a file is part of it, and not of its bytes.
  const name = preview.kind === "file" || preview.kind === "video" ? preview.name : "";
  return `${kind} ${name} ${"artifact" in record ? record.artifact.hash : canonicalJson(record.inline)}`;
}
