import type { NodeRunState, RunAttempt, RunState } from "#graph/run-events";
import { deviceName } from "../../accelerators/device-name.ts";
import type { StepRow } from "../step-row.ts";
import { attemptAt } from "./step-bars.ts";

/** "step" is a row of the timeline, "lane" the heading above those that were computed in one place. */
export type TimelineRow = { kind: "step"; step: StepRow } | { kind: "lane"; name: string; count: number };

/** Steps in their order, or under headings of where they were computed: device and engine, those that began first on top. */
export function timelineRows(steps: readonly StepRow[], run: RunState, order: "step" | "lane"): TimelineRow[] {
  if (order === "step") return steps.map((step) => ({ kind: "step", step }));
  const attempts = run.attempts ?? [];
  const lanes = Map.groupBy(steps, ({ node }) => laneOf(node, attempts));
  const startOf = ({ node }: StepRow) => node.startedAt ?? Infinity;
  const sorted = [...lanes].map(([name, inLane]) => ({
    name,
    inLane: inLane.toSorted((a, b) => startOf(a) - startOf(b) || 0),
  }));
  // What was not computed comes last, in whatever order.
  const rank = ({ name, inLane }: { name: string; inLane: StepRow[] }) =>
    name === NOT_COMPUTED
      ? Infinity
      : name === NOT_BEGUN
        ? Number.MAX_VALUE
        : Math.min(Number.MAX_VALUE / 2, startOf(inLane[0]!));
  return sorted
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0))
    .flatMap(({ name, inLane }): TimelineRow[] => [
      { kind: "lane", name, count: inLane.length },
      ...inLane.map((step) => ({ kind: "step" as const, step: { ...step, depth: 0 } })),
    ]);
}

const NOT_COMPUTED = "Taken over, not computed";
const NOT_BEGUN = "Not begun";

function laneOf(node: NodeRunState, attempts: readonly RunAttempt[]): string {
  if (node.cached || node.from) return NOT_COMPUTED;
  if (node.startedAt === undefined) return NOT_BEGUN;
  const device = deviceName(node.device ?? "cpu");
  const engines = enginesOf(attempts);
  const engine = engines.indexOf(engineKey(attemptAt(attempts, node.startedAt)));
  return engine < 0 ? device : `${device}, engine ${engine + 1}`;
}

/** Those that took part, in the order in which they did; a run that was handed on has several. */
function enginesOf(attempts: readonly RunAttempt[]): string[] {
  return [...new Set(attempts.map(engineKey))];
}

function engineKey(attempt: RunAttempt | undefined): string {
  return attempt ? `${attempt.worker} ${attempt.environment?.engine ?? ""}` : "";
}
