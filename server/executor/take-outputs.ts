import { MAX_LIST_ITEMS } from "#graph/limits";
import { NodeError } from "#graph/node-runner";
import type { Flow, Value } from "#graph/values";
import { checkValue, describeGiven, isKind } from "./check-value.ts";
import type { OutputLayout, StepLayout } from "./plan-layout.ts";

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
export function takeOutputs({ step, outputs }: StepLayout, given: unknown): ItemOutputs {
  if (given === undefined && outputs.length === 0) return [];
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new BadOutput(`"${step.title}" gave ${describeGiven(given)} where it must give its outputs by port name.`);
  }
  const byPort = given as Record<string, unknown>;
  const flows: (Flow | undefined)[] = [];
  let firedCount = 0;
  for (let index = 0; index < outputs.length; index++) {
    const output = outputs[index]!;
    const value = byPort[output.port];
    if (value === undefined) {
      flows.push(undefined);
      continue;
    }
    firedCount++;
    flows.push(takeOutput(output, { value, title: step.title }));
  }
  for (const port in byPort) if (byPort[port] !== undefined) firedCount--;
  if (firedCount !== 0) throw undeclared(step.title, { byPort, outputs });
  return flows;
}

function undeclared(title: string, at: { byPort: Record<string, unknown>; outputs: OutputLayout[] }): BadOutput {
  const declared = at.outputs.map(({ port }) => `"${port}"`).join(", ") || "none";
  const port = Object.keys(at.byPort).find((name) => at.outputs.every((output) => output.port !== name));
  return new BadOutput(`"${title}" gave an output "${port}" that it does not declare; its outputs are ${declared}.`);
}

function takeOutput(output: OutputLayout, given: { value: unknown; title: string }): Flow {
  if (output.list === 0) return takeItem(output, given);
  if (output.list === "any") return takeFlow(output, given);
  return takeList(output, { ...given, depth: output.list });
}

function takeItem(output: OutputLayout, { value, title }: { value: unknown; title: string }): Value {
  if (output.kind === "any") return takeTagged(output, { value, title });
  const wrong = checkValue(output.kind, value);
  if (wrong) throw misshapen(output, { value, title, wrong });
  return { kind: output.kind, value } as Value; // the check is what the cast rests on
}

function takeTagged(output: OutputLayout, { value, title }: { value: unknown; title: string }): Value {
  const { kind, value: inner } = (typeof value === "object" && value !== null ? value : {}) as Partial<Value>;
  if (!isKind(kind)) throw misshapen(output, { value, title, wrong: "a value together with its kind" });
  const wrong = checkValue(kind, inner);
  if (wrong) throw misshapen(output, { value: inner, title, wrong });
  return value as Value;
}

function takeList(
  output: OutputLayout,
  { value, title, depth }: { value: unknown; title: string; depth: number },
): Flow {
  if (!Array.isArray(value)) {
    throw misshapen(output, { value, title, wrong: depth === 2 ? "a list of lists" : "a list" });
  }
  refuseLongList(output, { length: value.length, title });
  const takeOne = (item: unknown): Flow =>
    depth > 1 ? takeList(output, { value: item, title, depth: depth - 1 }) : takeItem(output, { value: item, title });
  return { items: value.map(takeOne) };
}

/** Only ports that take lists of any depth give holes on; others give whole lists. */
function takeFlow(output: OutputLayout, { value, title }: { value: unknown; title: string }): Flow {
  const items = typeof value === "object" && value !== null ? (value as { items?: unknown }).items : undefined;
  if (!Array.isArray(items) || "kind" in (value as object)) {
    return output.kind === "any" ? takeTagged(output, { value, title }) : takeKind(output, { value, title });
  }
  refuseLongList(output, { length: items.length, title });
  for (const item of items) if (item !== undefined) takeFlow(output, { value: item, title });
  return value as Flow;
}

function takeKind(output: OutputLayout, { value, title }: { value: unknown; title: string }): Value {
  const tagged = takeTagged(output, { value, title });
  if (tagged.kind !== output.kind) throw misshapen(output, { value: tagged.value, title, wrong: `a ${output.kind}` });
  return tagged;
}

function refuseLongList(output: OutputLayout, { length, title }: { length: number; title: string }): void {
  if (length <= MAX_LIST_ITEMS) return;
  const message = `"${title}" gave a list of ${length} items at "${output.label}"; a list may have ${MAX_LIST_ITEMS}. Give it less at once.`;
  throw new NodeError("too-large", message, { port: output.port });
}

function misshapen(output: OutputLayout, at: { value: unknown; title: string; wrong: string }): BadOutput {
  return new BadOutput(
    `"${at.title}" must give ${at.wrong} at "${output.label}", and gave ${describeGiven(at.value)}.`,
  );
}
