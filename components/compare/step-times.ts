import type { ComparedStep } from "./compared-steps.ts";
import type { StepRow } from "../runs/step-row.ts";

export type StepTime = {
  nodeId: string;
  title: string;
  a: SideTime | null;
  b: SideTime | null;
  /** B − A, where both ran. */
  changeMs: number | null;
};
/** How a step came to its result in one run, and how often it was begun. */
export type SideTime = { durationMs: number; how: "ran" | "cached" | "taken over"; tries: number };

/** Steps that ran in at least one of the runs, those whose time changed most first. */
export function stepTimes(steps: readonly ComparedStep[]): StepTime[] {
  return steps
    .flatMap(({ nodeId, title, a, b }): StepTime[] => {
      const [before, after] = [sideOf(a), sideOf(b)];
      if (!before && !after) return [];
      const changeMs = before && after ? after.durationMs - before.durationMs : null;
      return [{ nodeId, title, a: before, b: after, changeMs }];
    })
    .toSorted((one, other) => weightOf(other) - weightOf(one));
}

function sideOf(step: StepRow | null): SideTime | null {
  if (!step) return null;
  const { durationMs, cached, from, tries = [] } = step.node;
  if (from) return { durationMs: 0, how: "taken over", tries: 0 };
  if (durationMs === undefined) return null;
  return { durationMs, how: cached ? "cached" : "ran", tries: tries.length + 1 };
}

function weightOf({ changeMs, a, b }: StepTime): number {
  return Math.abs(changeMs ?? a?.durationMs ?? b?.durationMs ?? 0);
}

/** Two times whose difference is within what the clock and the machine's mood give. */
export function isSteady({ a, b, changeMs }: StepTime): boolean {
  if (changeMs === null || !a || !b) return false;
  return Math.abs(changeMs) < Math.max(1, 0.05 * Math.max(a.durationMs, b.durationMs));
}

/** What is other about how the step came to its result; null where nothing is. */
export function howWords({ a, b }: StepTime): string | null {
  if (!a || !b) return a ? "only in A" : "only in B";
  if (a.how !== b.how) return `${a.how} → ${b.how}`;
  if (a.tries !== b.tries) return `${a.tries} → ${b.tries} tries`;
  return null;
}
