import type { PlanStep } from "../../graph/plan.ts";
import type { RunReason } from "../../graph/run-events.ts";
import { MODEL_PREFIX, type StepDescription } from "./describe-step.ts";

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
  { inputs }: PlanStep,
  now: {
    type: string;
    params: StepDescription["params"];
    given: string | undefined;
    provider: string | null;
    /** By input, the port that feeds it. */
    sources: readonly string[];
    /** Whether what reaches this input is another than the last time. */
    isChanged: (input: PlanStep["inputs"][number]) => boolean;
  },
): RunReason {
  if (print.type !== now.type) return updated;
  const params = changedParams(print.params, now.params);
  if (params) {
    const isModel = (name: string) => now.params[name]?.startsWith(MODEL_PREFIX) === true;
    const models = params.filter(isModel);
    return models.length > 0 ? { kind: "model", params: models } : { kind: "params", params };
  }
  if (print.given !== now.given) return { kind: "inputs", ports: [] };
  const ports = changedInputs(print.sources, inputs, now);
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
  inputs: PlanStep["inputs"],
  { sources, isChanged }: Pick<Parameters<typeof reasonSince>[2], "sources" | "isChanged">,
): string[] | null {
  let changed: string[] | null = null;
  for (let place = 0; place < inputs.length; place++) {
    const input = inputs[place]!;
    if (before[input.port] !== sources[place] || isChanged(input)) (changed ??= []).push(input.port);
  }
  for (const port in before) if (!isAmong(inputs, port)) (changed ??= []).push(port);
  return changed;
}

function isAmong(inputs: PlanStep["inputs"], port: string): boolean {
  for (let place = 0; place < inputs.length; place++) if (inputs[place]!.port === port) return true;
  return false;
}
