import type { Plan, PlanInput, PlanStep } from "../../graph/plan.ts";
import type { RunReason } from "../../graph/run-events.ts";
import { describePlan, shorten } from "./describe-step.ts";
import type { StepBook } from "./step-book.ts";
import type { StepKeys } from "./step-keys.ts";
import { reasonSince, type StepPrint } from "./step-print.ts";

export type Prints = {
  /** Whether the result of the run before was kept. */
  wasKept: (step: PlanStep) => boolean;
  reason: (step: PlanStep) => RunReason;
  /** The step ended well; `key` is where its result is kept. */
  note: (step: PlanStep, key: string | undefined) => void;
  /** Of the steps that ended, those whose print is another than before. */
  changed: () => Record<string, StepPrint>;
};

type Parts = {
  before: Readonly<Record<string, StepPrint>>;
  book: StepBook;
  keys: StepKeys;
  program: string;
};

const first: RunReason = { kind: "first" };
const nothing: Record<string, string> = {};

/** Compares the steps of one execution with what they were in the run before. */
export function createPrints(plan: Plan, { before, book, keys, program }: Parts): Prints {
  const { steps } = plan;
  const described = describePlan(plan);
  const lasts = steps.map(({ nodeId }): StepPrint | undefined => before[nodeId]);
  const noted = new Map<number, string | undefined>();
  const reasons: (RunReason | undefined)[] = steps.map(() => undefined);

  const types = new Map<string, { version: number; text: string }>();

  function typeOf({ type, version }: PlanStep): string {
    const known = types.get(type);
    if (known?.version === version) return known.text;
    const text = `${type} ${version} ${program.slice(0, 12)}`;
    types.set(type, { version, text });
    return text;
  }

  /** Of something that is still being recorded it is not known, but what ran for a new reason most likely gives something new. */
  function isChanged({ from }: PlanInput): boolean {
    if (book.isUnchanged(from.step)) return false;
    const last = lasts[from.step];
    const digests = book.outputDigests(from.step);
    if (last && digests) return last.outputs[from.port] !== digests[from.port];
    const kind = reasons[from.step]?.kind;
    return kind === "params" || kind === "model" || kind === "inputs" || kind === "updated" || kind === "first";
  }

  function givenOf(step: PlanStep): string | undefined {
    const given = keys.given(step);
    return given === undefined ? undefined : shorten(given);
  }

  function reason(step: PlanStep): RunReason {
    const last = lasts[step.index];
    if (!last) return (reasons[step.index] = first);
    const now = {
      type: typeOf(step),
      params: described.steps[step.index]!.params,
      given: givenOf(step),
      provider: keys.provider(step),
      sources: described.sources[step.index]!,
      isChanged,
    };
    return (reasons[step.index] = reasonSince(last, step, now));
  }

  function printOf(step: PlanStep, key: string | undefined): StepPrint {
    const given = givenOf(step);
    const provider = keys.provider(step);
    return {
      type: typeOf(step),
      params: described.steps[step.index]!.params,
      sources: Object.fromEntries(step.inputs.map(({ port }, place) => [port, described.sources[step.index]![place]!])),
      ...(given !== undefined && { given }),
      ...(provider !== null && { provider }),
      outputs: book.outputDigests(step.index) ?? nothing,
      ...(key !== undefined && { key }),
    };
  }

  function isSame(step: PlanStep, key: string | undefined): boolean {
    const last = lasts[step.index];
    // Equal keys stand for equal params, inputs and so outputs.
    if (last && key !== undefined) return last.key === key;
    const kind = reasons[step.index]?.kind;
    if (!last || last.key !== key || (kind !== "small" && kind !== "evicted")) return false;
    const digests = book.outputDigests(step.index) ?? nothing;
    for (const port in digests) if (digests[port] !== last.outputs[port]) return false;
    for (const port in last.outputs) if (!(port in digests)) return false;
    book.setUnchanged(step);
    return true;
  }

  return {
    wasKept: ({ index }) => lasts[index]?.key !== undefined,
    reason,
    note: (step, key) => {
      if (!isSame(step, key)) noted.set(step.index, key);
    },
    changed: () => {
      const prints: Record<string, StepPrint> = {};
      for (const [index, key] of noted) prints[steps[index]!.nodeId] = printOf(steps[index]!, key);
      return prints;
    },
  };
}
