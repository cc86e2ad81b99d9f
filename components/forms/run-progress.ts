import type { RunStatus } from "#graph/run-events";
import type { StepRow } from "../runs/step-row.ts";

/** How far a run is, for people who do not know its steps: "Step 3 of 8: Find shapes, 7 of 12". */
export function progressOf(steps: readonly StepRow[], status: RunStatus): { words: string; fraction: number } {
  const own = steps.filter(({ depth }) => depth === 0);
  const done = own.filter(({ status: at }) => at !== "waiting" && at !== "running" && at !== "paused").length;
  const fraction = own.length === 0 ? 0 : done / own.length;
  if (status === "queued") return { words: "Waits for its turn", fraction };
  // The innermost one says most; the number is that of the step around it.
  const current =
    steps.findLast(({ status: at }) => at === "running") ?? steps.find(({ status: at }) => at === "paused");
  if (!current) return { words: `${done} of ${own.length} steps are done`, fraction };
  const progress = current.node.progress ? `, ${current.node.progress.done} of ${current.node.progress.total}` : "";
  return { words: `Step ${Math.min(done + 1, own.length)} of ${own.length}: ${current.title}${progress}`, fraction };
}
