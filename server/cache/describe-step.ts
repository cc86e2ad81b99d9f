import { hash } from "node:crypto";
import { canonicalJson } from "../../graph/canonical-json.ts";
import type { Ports } from "../../graph/kinds.ts";
import type { Plan, PlanBody, PlanStep } from "../../graph/plan.ts";

/** A step by itself, without what reaches it. Made once for each step of a plan. */
export type StepDescription = {
  /** All that its result depends on but inputs, run and device, as one text. */
  own: string;
  /** Each param in short: as JSON, or its hash; a model by the model's own hash. */
  params: Record<string, string>;
  usesModel: boolean;
  /** What forbids to reuse its result, or a part of it where the step runs a workflow. */
  reuse: PlanStep["reuse"];
};

/** Stands among the params for the workflow that the step runs. */
export const BODY = "workflow";
export const MODEL_PREFIX = "model ";
const MAX_SHORT_CHARACTERS = 40;

const known = new WeakMap<PlanStep, StepDescription>();

function describeStep(step: PlanStep): StepDescription {
  const earlier = known.get(step);
  if (earlier) return earlier;
  const params: Record<string, string> = {};
  // The error policy adds a port, which a list leaves even where no item failed.
  let own = `${step.type} ${step.version} ${portNames(step.ports.outputs)}`;
  let { reuse } = step;
  let usesModel = takesModel(step.ports.inputs);
  for (const name of Object.keys(step.params).sort()) {
    const value = step.params[name];
    if (value === undefined) continue;
    const text = typeof value === "object" ? canonicalJson(value) : JSON.stringify(value);
    const model = modelHashOf(value);
    if (model) usesModel = true;
    own += `\n${name} ${text}`;
    params[name] = model ? `${MODEL_PREFIX}${model.slice(0, 16)}` : shorten(text);
  }
  if (step.body) {
    const inner = step.body.plan.steps.map(describeStep);
    own += bodyText(step.body, inner);
    usesModel ||= inner.some((one) => one.usesModel);
    if (reuse === "allowed") reuse = inner.find((one) => one.reuse !== "allowed")?.reuse ?? "allowed";
    params[BODY] = shorten(own);
  }
  const description = { own, params, usesModel, reuse };
  known.set(step, description);
  return description;
}

/** The steps of a plan by index, and by step and input the port that feeds it as "nodeId.port". */
export type PlanDescription = { steps: readonly StepDescription[]; sources: readonly (readonly string[])[] };

const plans = new WeakMap<Plan, PlanDescription>();

/** Made once for a plan, so that walking it reads one list after the other and asks no map about each step. */
export function describePlan(plan: Plan): PlanDescription {
  const earlier = plans.get(plan);
  if (earlier) return earlier;
  const sources = plan.steps.map(({ inputs }) =>
    inputs.map(({ from }) => `${plan.steps[from.step]!.nodeId}.${from.port}`),
  );
  const description = { steps: plan.steps.map(describeStep), sources };
  plans.set(plan, description);
  return description;
}

/** Ports belong to a definition, so steps of a type mostly have the same objects. */
const namesOfPorts = new WeakMap<Ports, string>();
function portNames(ports: Ports): string {
  const names = namesOfPorts.get(ports) ?? Object.keys(ports).join(" ");
  namesOfPorts.set(ports, names);
  return names;
}

function takesModel(ports: Ports): boolean {
  for (const port in ports) if (ports[port]!.type.kind === "model") return true;
  return false;
}

export function shorten(text: string): string {
  return text.length <= MAX_SHORT_CHARACTERS ? text : `#${hash("sha256", text, "base64url").slice(0, 22)}`;
}

/** The hash of a model of the registry, for a param that holds one. */
function modelHashOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("hash" in value) || !("outputs" in value)) return null;
  return typeof value.hash === "string" ? value.hash : null;
}

/** The workflow that a step runs as a whole, with its wiring, and with what answers failures in it. */
function bodyText({ plan, inputs, outputs, isRepeated }: PlanBody, inner: readonly StepDescription[]): string {
  const steps = plan.steps.map(({ inputs: reads, onError, retry, after, isDisabled }, index) => [
    inner[index]!.own,
    reads.map(({ port, lift, from }) => [port, lift, from.step, from.port]),
    onError,
    retry.attempts,
    after,
    isDisabled,
  ]);
  return JSON.stringify([steps, inputs, outputs, isRepeated]);
}
