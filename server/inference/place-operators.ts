import { fileURLToPath } from "node:url";
import { toSentence } from "./load-model.ts";
import { runDriverChild } from "./run-driver-child.ts";

/** Where the operators of a model compute when it is opened on a device; counted after the optimiser, which joins some. */
export type OperatorPlacement =
  | {
      total: number;
      onDevice: number;
      /** What the device lacks, the most frequent first: the processor computes it, and values travel between the two. */
      onProcessor: { name: string; count: number }[];
    }
  | { refusal: string };

const script = fileURLToPath(new URL("place-operators-child.ts", import.meta.url));
const TIME_LIMIT_MS = 60_000;

/** Opens the model in a child process to see which of its operators the device takes. Nothing is computed. */
export async function placeOperators(
  path: string,
  device: string,
  { timeLimitMs = TIME_LIMIT_MS } = {},
): Promise<OperatorPlacement> {
  const { stdout, stderr, failure } = await runDriverChild(script, { args: [path, device], timeLimitMs });
  if (failure) return { refusal: failure };
  const last = stdout.trim().split("\n").at(-1) ?? "";
  if (last.startsWith("{")) return { refusal: toSentence((JSON.parse(last) as { refusal: string }).refusal) };
  return readPlacements(stderr);
}

const placed = /\b(All nodes|Node\(s\)) placed on \[(\w+)\]\. Number of nodes: (\d+)/;
/** A line of the log: time, level and place in the source, then the operator and the name of the node. */
const operator = /VerifyEachNodeIsAssignedToAnEp\]\s+([\w.]+) \(/;

/** Reads what is headed "Node placements". Where all nodes are in one place the log counts them and names none. */
export function readPlacements(log: string): OperatorPlacement {
  const placement = { total: 0, onDevice: 0, onProcessor: new Map<string, number>() };
  let isProcessor = false;
  for (const line of log.split("\n")) {
    const [, , provider, count] = placed.exec(line) ?? [];
    if (provider) {
      isProcessor = provider === "CPUExecutionProvider";
      placement.total += Number(count);
      if (!isProcessor) placement.onDevice += Number(count);
      continue;
    }
    const name = isProcessor ? operator.exec(line)?.[1] : undefined;
    if (name) placement.onProcessor.set(name, (placement.onProcessor.get(name) ?? 0) + 1);
  }
  const onProcessor = Array.from(placement.onProcessor, ([name, count]) => ({ name, count })).sort(
    (a, b) => b.count - a.count || (a.name < b.name ? -1 : 1),
  );
  return { ...placement, onProcessor };
}
