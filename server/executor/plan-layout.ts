import type { Kind, Port, Ports } from "#graph/kinds";
import type { Plan, PlanStep } from "#graph/plan";

/**
 * A plan laid out for walking: everything is indexed by the rank of a step, which is its place in the plan. Where no node
 * keeps the walk waiting it goes by rank, so that in large graphs it reads memory from one end to the other.
 */
export type PlanLayout = {
  steps: StepLayout[];
  /** Those that give values and do not run. */
  given: StepLayout[];
  types: readonly string[];
  /** Input `i` of a step reads slot `inputSlots[step.firstInput + i]`; -1 when its source declares no such port. */
  inputSlots: Int32Array;
  /** How many inputs read each slot. */
  readers: Int32Array;
  /** How many steps each waits for. */
  waitsFor: Int32Array;
  /** Those of rank `r` are `successors[successorStarts[r]]` up to, not with, `successors[successorStarts[r + 1]]`. */
  successors: Int32Array;
  successorStarts: Int32Array;
};

/** What the walk reads of a step again and again stands here, beside what all steps of its form share. */
export type StepLayout = {
  step: PlanStep;
  rank: number;
  nodeId: string;
  params: PlanStep["params"];
  form: StepForm;
  firstInput: number;
  /** Output `i` lives in slot `firstSlot + i`. */
  firstSlot: number;
};

/** All that steps of one type mostly have in common; those that do share it. */
export type StepForm = {
  /** Place of the node type in `types`. */
  type: number;
  /** Connected inputs, in the order of `step.inputs`. */
  inputs: readonly InputForm[];
  /** In the order of the ports. */
  outputs: readonly OutputForm[];
  /** Without one, the step runs when at least one of its inputs fired; one that other steps let through runs anyhow. */
  hasRequiredInput: boolean;
  isGated: boolean;
  takesFlows: boolean;
  /** List levels over which the step is lifted; 0 runs it once. */
  lift: number;
  timeoutMs: number | null;
  isDisabled: boolean;
  noInputs: Blank;
  noOutputs: Blank;
};

export type OutputForm = { port: string; label: string; kind: Kind | "any"; list: 0 | 1 | 2 | "any" };
export type InputForm = OutputForm & { isRequired: boolean };
/** As many as there are ports: copying it gives an array of just that size, where pushing makes room for seventeen. */
export type Blank = readonly undefined[];

const layouts = new WeakMap<Plan, PlanLayout>();

/** O(steps + inputs), once per plan. */
export function layoutOf(plan: Plan): PlanLayout {
  const known = layouts.get(plan);
  if (known) return known;
  const types: string[] = [];
  const formOf = createForms(types);
  let firstInput = 0;
  let firstSlot = 0;
  const steps = plan.steps.map((step, rank): StepLayout => {
    const { nodeId, params } = step;
    const form = formOf(step);
    const layout = { step, rank, nodeId, params, form, firstInput, firstSlot };
    firstInput += step.inputs.length;
    firstSlot += form.outputs.length;
    return layout;
  });
  const layout: PlanLayout = {
    steps,
    given: steps.filter(({ step }) => step.given !== null),
    types,
    ...slotsOf(steps, { inputCount: firstInput, slotCount: firstSlot }),
    waitsFor: plan.inDegrees,
    ...successorsOf(plan),
  };
  layouts.set(plan, layout);
  return layout;
}

function slotsOf(
  steps: readonly StepLayout[],
  { inputCount, slotCount }: { inputCount: number; slotCount: number },
): Pick<PlanLayout, "inputSlots" | "readers"> {
  const inputSlots = new Int32Array(inputCount);
  const readers = new Int32Array(slotCount);
  for (const { step, firstInput } of steps) {
    for (const [place, { from }] of step.inputs.entries()) {
      const source = steps[from.step]!;
      const output = source.form.outputs.findIndex(({ port }) => port === from.port);
      inputSlots[firstInput + place] = output < 0 ? -1 : source.firstSlot + output;
      if (output >= 0) readers[source.firstSlot + output]!++;
    }
  }
  return { inputSlots, readers };
}

function successorsOf({ successors }: Plan): Pick<PlanLayout, "successors" | "successorStarts"> {
  const starts = new Int32Array(successors.length + 1);
  for (const [rank, readers] of successors.entries()) starts[rank + 1] = starts[rank]! + readers.length;
  const flat = new Int32Array(starts[successors.length]!);
  for (const [rank, readers] of successors.entries()) flat.set(readers, starts[rank]);
  return { successors: flat, successorStarts: starts };
}

/** Ports belong to a definition, so steps of a type mostly have the same objects; a new one makes a new form. */
function createForms(types: string[]): (step: PlanStep) => StepForm {
  const byPorts = new Map<Ports, StepForm[]>();

  return (step) => {
    const { inputs, outputs } = step.ports;
    const forms = byPorts.get(inputs) ?? [];
    byPorts.set(inputs, forms);
    const known = forms.find((form) => isFormOf(form, { step, types }));
    if (known) return known;
    const outputForms = Object.entries(outputs).map(([port, declared]) => portForm(declared, port));
    const form: StepForm = {
      type: types.includes(step.type) ? types.indexOf(step.type) : types.push(step.type) - 1,
      inputs: step.inputs.map(({ port }) => ({
        ...portForm(inputs[port], port),
        ...(step.takesFlows && { list: "any" as const }),
        isRequired: inputs[port]?.optional !== true,
      })),
      outputs: outputForms,
      hasRequiredInput: step.after !== undefined || Object.values(inputs).some(({ optional }) => !optional),
      isGated: step.after !== undefined,
      takesFlows: step.takesFlows === true,
      lift: liftOf(step),
      timeoutMs: step.timeoutMs,
      isDisabled: step.isDisabled,
      noInputs: blankOf(step.inputs.length),
      noOutputs: blankOf(outputForms.length),
    };
    forms.push(form);
    return form;
  };
}

function isFormOf(form: StepForm, { step, types }: { step: PlanStep; types: readonly string[] }): boolean {
  const names = Object.keys(step.ports.outputs);
  return (
    types[form.type] === step.type &&
    form.lift === liftOf(step) &&
    form.timeoutMs === step.timeoutMs &&
    form.isDisabled === step.isDisabled &&
    form.isGated === (step.after !== undefined) &&
    form.takesFlows === (step.takesFlows === true) &&
    form.inputs.length === step.inputs.length &&
    form.inputs.every(({ port }, place) => port === step.inputs[place]!.port) &&
    form.outputs.length === names.length &&
    form.outputs.every(({ port }, place) => port === names[place])
  );
}

function liftOf({ inputs }: PlanStep): number {
  return inputs.reduce((deepest, { lift }) => Math.max(deepest, lift), 0);
}

function portForm(declared: Port | undefined, port: string): OutputForm {
  return { port, label: declared?.label ?? port, kind: declared?.type.kind ?? "any", list: declared?.list ?? 0 };
}

function blankOf(length: number): Blank {
  return Array.from({ length }, () => undefined);
}
