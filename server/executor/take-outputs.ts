import { MAX_LIST_ITEMS } from "#graph/limits";
import { HandedOn, NodeError } from "#graph/node-runner";
import type { PlanStep } from "#graph/plan";
import type { Flow, Value } from "#graph/values";
import { checkValue, describeGiven, isKind } from "./check-value.ts";
import type { OutputForm, StepLayout } from "./plan-layout.ts";

/** A runner that does not keep to its own definition: a bug of the node, told in a sentence that names it. */
export class BadOutput extends Error {
  override readonly name = "BadOutput";
}

/** One entry per output port: what it carried, or undefined when it did not fire. */
export type ItemOutputs = readonly (Flow | undefined)[];

/**
 * Turns what a runner gave into flows, one per declared output.
 *
 * @throws BadOutput when it gave another port or another form of value than its definition says; NodeError "too-large"
 * for a list beyond `MAX_LIST_ITEMS`.
 */
export function takeOutputs({ step, form: { outputs, noOutputs } }: StepLayout, given: unknown): ItemOutputs {
  if (given === undefined && outputs.length === 0) return [];
  if (given instanceof HandedOn) return outputs.map(({ port }) => given.flows[port]);
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new BadOutput(`"${step.title}" gave ${describeGiven(given)} where it must give its outputs by port name.`);
  }
  const byPort = given as Record<string, unknown>;
  const flows: (Flow | undefined)[] = noOutputs.slice();
  let firedCount = 0;
  for (let index = 0; index < outputs.length; index++) {
    const output = outputs[index]!;
    const value = byPort[output.port];
    if (value === undefined) continue;
    firedCount++;
    flows[index] = takeOutput(output, value, step);
  }
  for (const port in byPort) if (byPort[port] !== undefined) firedCount--;
  if (firedCount !== 0) throw undeclared(step, { byPort, outputs });
  return flows;
}

function undeclared(
  step: PlanStep,
  at: { byPort: Record<string, unknown>; outputs: readonly OutputForm[] },
): BadOutput {
  const declared = at.outputs.map(({ port }) => `"${port}"`).join(", ") || "none";
  const port = Object.keys(at.byPort).find((name) => at.outputs.every((output) => output.port !== name));
  return new BadOutput(
    `"${step.title}" gave an output "${port}" that it does not declare; its outputs are ${declared}.`,
  );
}

/** Where a value came out, for the sentence that refuses it. */
type Place = { output: OutputForm; step: PlanStep };

function takeOutput(output: OutputForm, value: unknown, step: PlanStep): Flow {
  if (output.list !== 0) return takeLists({ output, step }, value);
  if (output.kind === "any") return takeTagged({ output, step }, value);
  const wrong = checkValue(output.kind, value);
  if (wrong) throw misshapen({ output, step }, { value, wrong });
  return { kind: output.kind, value } as Value; // the check is what the cast rests on
}

function takeLists(place: Place, value: unknown): Flow {
  const { list } = place.output;
  return list === "any" ? takeFlow(place, value) : takeList(place, { value, depth: list });
}

function takeTagged(place: Place, value: unknown): Value {
  const { kind, value: inner } = (typeof value === "object" && value !== null ? value : {}) as Partial<Value>;
  if (!isKind(kind)) throw misshapen(place, { value, wrong: "a value together with its kind" });
  const wrong = checkValue(kind, inner);
  if (wrong) throw misshapen(place, { value: inner, wrong });
  return value as Value;
}

function takeList(place: Place, { value, depth }: { value: unknown; depth: number }): Flow {
  if (!Array.isArray(value)) throw misshapen(place, { value, wrong: depth === 2 ? "a list of lists" : "a list" });
  refuseLongList(place, value.length);
  const item = { ...place.output, list: 0 } as const;
  const takeOne = (inner: unknown): Flow =>
    depth > 1 ? takeList(place, { value: inner, depth: depth - 1 }) : takeOutput(item, inner, place.step);
  return { items: value.map(takeOne) };
}

/** Only ports that take lists of any depth give holes on; others give whole lists. */
function takeFlow(place: Place, value: unknown): Flow {
  const items = typeof value === "object" && value !== null ? (value as { items?: unknown }).items : undefined;
  if (!Array.isArray(items) || "kind" in (value as object)) return takeKind(place, value);
  refuseLongList(place, items.length);
  for (const item of items) if (item !== undefined) takeFlow(place, item);
  return value as Flow;
}

function takeKind(place: Place, value: unknown): Value {
  const tagged = takeTagged(place, value);
  const { kind } = place.output;
  if (kind === "any" || tagged.kind === kind) return tagged;
  throw misshapen(place, { value: tagged.value, wrong: `a value of kind ${kind}` });
}

function refuseLongList({ output, step }: Place, length: number): void {
  if (length <= MAX_LIST_ITEMS) return;
  const message = `"${step.title}" gave a list of ${length} items at "${output.label}"; a list may have ${MAX_LIST_ITEMS}. Give it less at once.`;
  throw new NodeError("too-large", message, { port: output.port });
}

function misshapen({ output, step }: Place, { value, wrong }: { value: unknown; wrong: string }): BadOutput {
  return new BadOutput(`"${step.title}" must give ${wrong} at "${output.label}", and gave ${describeGiven(value)}.`);
}
