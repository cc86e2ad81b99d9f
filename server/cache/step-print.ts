import type { PlanStep } from "../../graph/plan.ts";
import type { RunReason } from "../../graph/run-events.ts";
import { describeStep, MODEL_PREFIX } from "./describe-step.ts";

/** What a step was when it last ended well, kept for each node of a workflow: to say what is new when it runs again. */
export type StepPrint = {
  /** Node type, its version, and the program that ran it. */
  type: string;
  params: Record<string, string>;
  /** By input port, the port that fed it as "nodeId.port". */
  sources: Record<string, string>;
  /** What the caller of the run gave to it, in short. */
  given?: string;
  provider?: string;
  /** By output port, the digest of what it gave. */
  outputs: Record<string, string>;
  /** The content key under which its result was kept, if it was. */
  key?: string;
};

const small: RunReason = { kind: "small" };
const evicted: RunReason = { kind: "evicted" };
const updated: RunReason = { kind: "updated" };
const device: RunReason = { kind: "device" };

/** Why a step runs that ran before: the first thing that is new about it, and otherwise what became of its result. */
export function reasonSince(
  print: StepPrint,
  step: PlanStep,
  now: {
    type: string;
    given: string | undefined;
    provider: string | null;
    sourceOf: (input: PlanStep["inputs"][number]) => string;
    /** Whether what reaches this input is another than the last time. */
    isChanged: (input: PlanStep["inputs"][number]) => boolean;
  },
): RunReason {
  if (print.type !== now.type) return updated;
  const params = changedParams(print.params, describeStep(step).params);
  if (params) {
    const isModel = (name: string) => describeStep(step).params[name]?.startsWith(MODEL_PREFIX) === true;
    const models = params.filter(isModel);
    return models.length > 0 ? { kind: "model", params: models } : { kind: "params", params };
  }
  if (print.given !== now.given) return { kind: "inputs", ports: [] };
  const ports = changedInputs(print.sources, step, now);
  if (ports) return { kind: "inputs", ports };
  if (print.provider !== (now.provider ?? undefined)) return device;
  return print.key === undefined ? small : evicted;
}

function changedParams(before: Record<string, string>, after: Record<string, string>): string[] | null {
  let changed: string[] | null = null;
  for (const name in after) if (before[name] !== after[name]) (changed ??= []).push(name);
  for (const name in before) if (!(name in after)) (changed ??= []).push(name);
  return changed;
}

function changedInputs(
  before: Record<string, string>,
  { inputs }: PlanStep,
  { sourceOf, isChanged }: Pick<Parameters<typeof reasonSince>[2], "sourceOf" | "isChanged">,
): string[] | null {
  let changed: string[] | null = null;
  for (const input of inputs) {
    if (before[input.port] !== sourceOf(input) || isChanged(input)) (changed ??= []).push(input.port);
  }
  for (const port in before) if (!inputs.some((input) => input.port === port)) (changed ??= []).push(port);
  return changed;
}
