import { createInterface } from "node:readline/promises";
import { isRecordedList, type RecordedFlow } from "../../graph/recorded-values.ts";
import type { RunState } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import { itemText, type WaitAnswer } from "../../graph/waits.ts";
import type { Approval } from "../engine/run-locally.ts";
import { UsageError } from "./usage-error.ts";

type Decisions = { all: boolean | null; byNode: ReadonlyMap<string, boolean> };

/**
 * Reads `--approve all`, `--approve all=no` and `--approve node=yes`; a node's own answer goes before that for all.
 *
 * @throws UsageError for what is neither, and for a node that asks nothing.
 */
export function parseApprovals(given: readonly string[], graph: Graph): Decisions {
  const asking = Object.values(graph.nodes).filter(({ type }) => type === "wait-for-approval");
  const byNode = new Map<string, boolean>();
  let all: boolean | null = null;
  for (const text of given) {
    const [, name = "", , word = "yes"] = /^([^=]+)(=(yes|no))?$/.exec(text) ?? [];
    if (name === "") {
      throw new UsageError(`"--approve ${text}" is not understood. Write "all", "all=no", or a node with yes or no.`);
    }
    if (name === "all") all = word === "yes";
    // Which nodes there are within other workflows is known only when it runs.
    else if (name.includes("/") || asking.some(({ id }) => id === name)) byNode.set(name, word === "yes");
    else {
      const names = asking.map(({ id }) => id).join(", ") || "none";
      throw new UsageError(`No node "${name}" asks for an approval. Those that do: ${names}.`);
    }
  }
  return { all, byNode };
}

/** Answers as the options say, else asks on the terminal; null where nobody is there. */
export function createAnswerer(
  { all, byNode }: Decisions,
  { isInteractive, signal }: { isInteractive: boolean; signal: AbortSignal },
): (approval: Approval) => Promise<WaitAnswer | null> {
  return async (approval) => {
    const decided = byNode.get(approval.nodeId) ?? all;
    if (decided !== null) return answerOf(decided, "");
    return isInteractive ? await ask(approval, signal) : null;
  };
}

async function ask({ title, message, item, value }: Approval, signal: AbortSignal): Promise<WaitAnswer | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const place = item.length > 0 ? `, item ${item.map((index) => index + 1).join(" › ")}` : "";
  console.error(`\n${title}${place} asks: ${message}\n  ${describeValue(value)}`);
  try {
    for (;;) {
      const word = (await terminal.question("Approve? yes or no: ", { signal })).trim().toLowerCase();
      if (!["y", "yes", "n", "no"].includes(word)) continue;
      const note = (await terminal.question("Note, or nothing: ", { signal })).trim();
      return answerOf(word.startsWith("y"), note);
    }
  } catch (error) {
    // Ctrl-C, or the input ended.
    if (signal.aborted || (error as Error).name === "AbortError") return null;
    throw error;
  } finally {
    terminal.close();
  }
}

function answerOf(isApproved: boolean, note: string): WaitAnswer {
  return { kind: isApproved ? "approved" : "rejected", at: Date.now(), by: "the command line", note };
}

/** Enough of a value to know which one it is. */
function describeValue(flow: RecordedFlow): string {
  if (isRecordedList(flow)) return `a list of ${flow.count}`;
  const { kind, preview } = flow;
  switch (preview.kind) {
    case "number":
    case "boolean":
      return String(preview.value);
    case "text":
    case "json":
      return preview.text.slice(0, 500);
    case "image":
    case "mask":
      return `${kind}, ${preview.width} × ${preview.height} px`;
    case "table":
      return `table of ${preview.rowCount} rows: ${preview.columns.map(({ name }) => name).join(", ")}`;
    case "classification":
      return preview.labels.map(({ label, probability }) => `${label} ${Math.round(probability * 100)} %`).join(", ");
    case "detections":
      return `${preview.count} objects`;
    default:
      return "name" in preview ? `${kind} ${preview.name}` : kind;
  }
}

/** What a run still waits for when it ends without an answer, one line each, with how to answer. */
export function describeOpenApprovals({ nodes }: RunState): string[] {
  return Object.entries(nodes).flatMap(([nodeId, { status, waits = [] }]) => {
    const asked = status === "paused" ? waits.filter((wait) => wait.kind === "approval") : [];
    const [first] = asked;
    if (!first) return [];
    const items =
      asked.length > 1 ? ` (${asked.length} items, ${asked.map(({ item }) => itemText(item)).join(", ")})` : "";
    return [
      `${nodeId} asks: ${first.message}${items} Answer with --approve ${nodeId}=yes, --approve ${nodeId}=no, or --approve all.`,
    ];
  });
}
