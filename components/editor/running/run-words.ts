import { isRecordedList } from "#graph/recorded-values";
import type { RecordedFlow, RecordedValue, ValuePreview } from "#graph/recorded-values";
import type { NodeRunState, ValueSource } from "#graph/run-events";
import type { Status } from "#components/ui/status-glyph";
import { formatCount, formatQuantity, formatValue } from "../../ui/format-number.ts";
import { waitWords } from "../../runs/wait-words.ts";
import { shownValue } from "./shown-value.ts";
import { sourcesOf } from "../wires/wiring-of.ts";
import { cardOf } from "../nodes/card-of.ts";
import type { EditorState } from "../editor-store.ts";

/**
 * A step's state as it is shown: an error that was caught, items that were dropped and a kept
 * result that was wrong are worth a warning.
 */
export function shownStatus({
  status,
  failure,
  droppedItems,
  cached,
  mismatch,
}: Pick<NodeRunState, "status" | "failure" | "droppedItems" | "cached" | "mismatch">): Status {
  if (status !== "succeeded") return status;
  if (failure || droppedItems || mismatch) return "warned";
  return cached ? "cached" : "succeeded";
}

/** What a node's status line says: what came out, what it waits for, or where it failed. */
export function statusText(
  state: EditorState,
  nodeId: string,
  run: NodeRunState,
  all: Readonly<Record<string, NodeRunState>>,
): string {
  // A step within a workflow that a node runs goes by that node.
  const titleOf = (id: string) => cardOf(state.graph, state.library, id.split("/")[0]!)?.title ?? "a node that is gone";
  switch (run.status) {
    case "waiting": {
      const awaited = sourcesOf(state.graph, nodeId).find((id) => all[id]?.status !== "succeeded");
      return awaited ? `Waits for ${titleOf(awaited)}` : "Waits";
    }
    case "running":
      if (run.progress) return `${run.progress.done} of ${run.progress.total}`;
      return run.items === undefined ? "Running" : formatQuantity(run.items, "item");
    case "paused":
      return waitWords(run);
    case "succeeded":
      if (run.droppedItems) return `${formatQuantity(run.droppedItems, "item")} dropped`;
      if (run.failure) return "Error caught";
      if (run.from) return reusedText(run.from);
      if (state.graph.nodes[nodeId]?.disabled === "bypass") return "Passed by";
      return valueText(state, nodeId, all);
    case "failed": {
      const item = run.failure?.item?.[0];
      if (item === undefined) return "Failed";
      return run.items === undefined ? `Item ${item + 1}` : `Item ${item + 1} of ${run.items}`;
    }
    case "skipped": {
      const reason = run.skipped;
      if (reason?.kind === "upstream") return `Skipped: nothing from ${titleOf(reason.nodeId)}`;
      if (reason?.kind === "not-fired") return `Skipped: ${titleOf(reason.nodeId)} gave nothing here`;
      return reason?.kind === "disabled" ? "Muted" : "Skipped";
    }
    case "cancelled":
      return "Cancelled";
  }
}

/** What a node is that does not run, in a word. */
export function standingWord(disabled: true | "bypass"): string {
  return disabled === "bypass" ? "Bypassed" : "Muted";
}

/** Where values come from that the run did not compute. */
export function reusedText(from: ValueSource): string {
  if (from.kind === "pin") return "Pinned";
  return `Taken from ${from.number === undefined ? "an earlier run" : `run ${formatCount(from.number)}`}`;
}

function valueText(
  { graph, library }: EditorState,
  nodeId: string,
  all: Readonly<Record<string, NodeRunState>>,
): string {
  const card = cardOf(graph, library, nodeId);
  const shown = card && shownValue(graph, all, { card, nodeId });
  return shown ? flowText(shown.record) : "Done";
}

/** A value in a few words: "41 objects", "12 images", "160 × 160 px". */
export function flowText(flow: RecordedFlow): string {
  if (!isRecordedList(flow)) return previewText(flow.preview);
  const leaves = leavesOf(flow);
  const [first] = leaves;
  if (!first) return formatQuantity(flow.count, "item");
  if (first.preview.kind === "detections")
    return objects(leaves.reduce((sum, { preview }) => sum + countOf(preview), 0));
  return formatQuantity(flow.count, nouns[first.kind] ?? "item");
}

/** What tells one value of its kind from another beside `flowText`: dtype and shape of tensors, sizes of pictures, columns. */
export function flowDetail(flow: RecordedFlow): string | null {
  const [first] = leavesOf(flow);
  if (!first) return null;
  const { preview } = first;
  const isList = isRecordedList(flow);
  switch (preview.kind) {
    case "tensor":
      return `${preview.dtype}${isList ? ` [${preview.shape.join(", ")}]` : ""}`;
    case "image":
      return isList ? `${preview.width} × ${preview.height} px` : `${preview.channels} channels`;
    case "table":
      return formatQuantity(preview.columns.length, "column");
    default:
      return null;
  }
}

const nouns: Record<string, string> = {
  image: "image",
  table: "table",
  tensor: "tensor",
  text: "text",
  number: "number",
  mask: "mask",
  file: "file",
  classification: "classification",
};

function leavesOf(flow: RecordedFlow): RecordedValue[] {
  if (!isRecordedList(flow)) return [flow];
  return flow.items.flatMap((item) => (item ? leavesOf(item) : []));
}

function countOf(preview: ValuePreview): number {
  return preview.kind === "detections" ? preview.count : 1;
}

function previewText(preview: ValuePreview): string {
  switch (preview.kind) {
    case "number":
      return typeof preview.value === "number" ? formatValue(preview.value) : preview.value;
    case "text":
      return formatQuantity(preview.length, "character");
    case "boolean":
      return preview.value ? "True" : "False";
    case "json":
      return jsonText(preview.text);
    case "image":
    case "mask":
      return `${preview.width} × ${preview.height} px`;
    case "tensor":
      return `[${preview.shape.join(", ")}]`;
    case "table":
      return formatQuantity(preview.rowCount, "row");
    case "classification": {
      const [top] = preview.labels;
      return top ? `${top.label} ${Math.round(top.probability * 100)} %` : "No label";
    }
    case "detections":
      return objects(preview.count);
    case "keypoints":
      return formatQuantity(preview.count, "point");
    case "embedding":
      return formatQuantity(preview.length, "number");
    case "audio":
      return `${preview.durationS.toFixed(1)} s`;
    default:
      return preview.name;
  }
}

function jsonText(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return formatQuantity(value.length, "item");
    if (typeof value === "object" && value !== null) return formatQuantity(Object.keys(value).length, "field");
    return String(value).slice(0, 24);
  } catch {
    // A preview cut in the middle.
    return "JSON";
  }
}

function objects(number: number): string {
  return formatQuantity(number, "object");
}

/** "×12×k" for the lists on a wire: counts where the last run showed them and they are the same all over, else a letter. */
export function listBadge(depth: number, flow?: RecordedFlow | null): string {
  const letters = ["n", "k", "m"];
  let level: (RecordedFlow | null)[] = flow ? [flow] : [];
  let badge = "";
  for (let index = 0; index < depth; index++) {
    const lists = level.filter((item) => item !== null && isRecordedList(item));
    const counts = new Set(lists.map((list) => list.count));
    badge += `×${counts.size === 1 ? [...counts][0]!.toLocaleString("en") : (letters[index] ?? "n")}`;
    level = lists.flatMap((list) => list.items);
  }
  return badge;
}
