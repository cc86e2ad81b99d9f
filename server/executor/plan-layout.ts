import type { Kind, Port } from "#graph/kinds";
import type { Plan, PlanStep } from "#graph/plan";

/** A plan with its port names turned into slots, so that moving a value costs an array access. */
export type PlanLayout = {
  steps: StepLayout[];
  /** How many inputs read each slot. */
  readers: Int32Array;
};

export type StepLayout = {
  step: PlanStep;
  /** Connected inputs in the order of the ports. */
  inputs: InputLayout[];
  /** In the order of the ports; output `i` lives in slot `firstSlot + i`. */
  outputs: OutputLayout[];
  firstSlot: number;
  /** List levels over which the step is lifted; 0 runs it once. */
  lift: number;
  /** Without one, the step runs when at least one of its inputs fired. */
  hasRequiredInput: boolean;
};

export type InputLayout = {
  port: string;
  label: string;
  kind: Kind | "any";
  list: 0 | 1 | 2 | "any";
  isRequired: boolean;
  lift: number;
  /** -1 when the source declares no such port, which then never fires. */
  slot: number;
  source: { step: number; port: string };
};

export type OutputLayout = { port: string; label: string; kind: Kind | "any"; list: 0 | 1 | 2 | "any" };

const layouts = new WeakMap<Plan, PlanLayout>();

/** O(steps + inputs), once per plan. */
export function layoutOf(plan: Plan): PlanLayout {
  const known = layouts.get(plan);
  if (known) return known;
  const slotOf = new Map<PlanStep, Map<string, number>>();
  const firstSlots = new Int32Array(plan.steps.length);
  let slotCount = 0;
  for (const step of plan.steps) {
    firstSlots[step.index] = slotCount;
    const names = new Map<string, number>();
    for (const port of Object.keys(step.ports.outputs)) names.set(port, slotCount++);
    slotOf.set(step, names);
  }
  const readers = new Int32Array(slotCount);
  const steps = plan.steps.map((step): StepLayout => {
    const inputs = step.inputs.map(({ port, from, lift }): InputLayout => {
      const slot = slotOf.get(plan.steps[from.step]!)?.get(from.port) ?? -1;
      if (slot >= 0) readers[slot]!++;
      return { ...inputForm(step.ports.inputs[port], port), lift, slot, source: from };
    });
    return {
      step,
      inputs,
      outputs: Object.entries(step.ports.outputs).map(([port, declared]) => outputForm(declared, port)),
      firstSlot: firstSlots[step.index]!,
      lift: inputs.reduce((deepest, { lift }) => Math.max(deepest, lift), 0),
      hasRequiredInput: Object.values(step.ports.inputs).some(({ optional }) => !optional),
    };
  });
  const layout = { steps, readers };
  layouts.set(plan, layout);
  return layout;
}

function inputForm(declared: Port | undefined, port: string) {
  return { ...outputForm(declared, port), isRequired: declared?.optional !== true };
}

function outputForm(declared: Port | undefined, port: string): OutputLayout {
  return { port, label: declared?.label ?? port, kind: declared?.type.kind ?? "any", list: declared?.list ?? 0 };
}
