import type { SkipReason } from "#graph/run-events";
import type { PlanLayout, StepLayout } from "./plan-layout.ts";
import type { ItemFlows } from "./take-inputs.ts";

/**
 * Why a step that cannot run does not: the first of its inputs that it needed and did not get. Names where that began,
 * the node that failed or did not fire, not the last one that was skipped because of it.
 */
export function skipReason(
  { step: { inputs: planned }, form: { inputs, hasRequiredInput } }: StepLayout,
  run: {
    flows: ItemFlows;
    layout: PlanLayout;
    /** By rank. */
    skipReasons: ReadonlyMap<number, SkipReason>;
    hasFailed: (rank: number) => boolean;
  },
): SkipReason {
  const isMissing = (index: number) => run.flows[index] === undefined;
  const missing = inputs.findIndex(({ isRequired }, index) => isMissing(index) && (isRequired || !hasRequiredInput));
  const { step, port } = planned[missing]!.from; // it cannot run, so an input is missing
  const { nodeId } = run.layout.steps[step]!;
  if (run.hasFailed(step)) return { kind: "upstream", nodeId };
  const reason = run.skipReasons.get(step);
  if (!reason) return { kind: "not-fired", nodeId, port };
  return reason.kind === "disabled" ? { kind: "upstream", nodeId } : reason;
}

/** Why a step is not let through by the steps that it comes after; null when it is. */
export function gateReason(
  { step }: StepLayout,
  run: { layout: PlanLayout; skipReasons: ReadonlyMap<number, SkipReason>; hasFailed: (rank: number) => boolean },
): SkipReason | null {
  for (const gate of step.after ?? []) {
    const { nodeId } = run.layout.steps[gate.step]!;
    if (run.hasFailed(gate.step)) return { kind: "upstream", nodeId };
    const reason = gate.blocksIf === "skipped" ? run.skipReasons.get(gate.step) : undefined;
    if (reason) return reason.kind === "disabled" ? { kind: "upstream", nodeId } : reason;
  }
  return null;
}
