import "#server-only";
import type { JsonValue } from "../../../graph/json.ts";
import { isRecordedList, type RecordedFlow } from "../../../graph/recorded-values.ts";
import type { RunNumbers } from "../../db/schema/runs.ts";
import { isStorable } from "../../values/storable-text.ts";
import { MAX_VALUE_CHARACTERS, numberName, runTerm } from "./run-terms.ts";

/** Of a list, the first so many items can be found. */
const MAX_ITEMS = 20;

export type RunFacts = { terms: string[]; numbers: RunNumbers };

/** What of the inputs can be found: texts up to 200 characters, numbers, booleans, and the first items of lists of them. */
export function inputFacts(inputs: Readonly<Record<string, JsonValue>>): RunFacts {
  return factsOf(
    "input",
    Object.entries(inputs).map(([name, value]) => [name, scalarsIn(value)]),
  );
}

/** The same of the outputs, and of findings their labels: a classification by its likeliest, detections by each and by their count. */
export function outputFacts(outputs: Readonly<Record<string, RecordedFlow>>): RunFacts {
  return factsOf(
    "output",
    Object.entries(outputs).map(([name, flow]) => [name, scalarsOf(flow)]),
  );
}

type Scalar = string | number | boolean;

function factsOf(side: "input" | "output", values: [name: string, scalars: Scalar[]][]): RunFacts {
  const facts: RunFacts = { terms: [], numbers: {} };
  for (const [name, scalars] of values) {
    const numbers = new Set<number>();
    for (const scalar of scalars) {
      if (typeof scalar === "number") numbers.add(scalar + 0);
      else {
        const text = String(scalar);
        if (text.length <= MAX_VALUE_CHARACTERS && isStorable(text)) facts.terms.push(runTerm.value(side, name, text));
      }
    }
    const [first, ...others] = numbers;
    if (first !== undefined) facts.numbers[numberName(side, name)] = others.length > 0 ? [first, ...others] : first;
  }
  return { terms: [...new Set(facts.terms)], numbers: facts.numbers };
}

function scalarsIn(value: JsonValue): Scalar[] {
  if (Array.isArray(value))
    return value.slice(0, MAX_ITEMS).flatMap((item) => (Array.isArray(item) ? [] : scalarsIn(item)));
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [value] : [];
}

function scalarsOf(flow: RecordedFlow): Scalar[] {
  if (isRecordedList(flow)) {
    const items = flow.items.slice(0, MAX_ITEMS);
    return items.flatMap((item) => (item && !isRecordedList(item) ? scalarsOf(item) : []));
  }
  const { preview } = flow;
  switch (preview.kind) {
    case "number":
      return typeof preview.value === "number" ? [preview.value] : [];
    case "boolean":
      return [preview.value];
    case "text":
    case "json":
      return "inline" in flow ? scalarsIn(flow.inline) : [];
    case "classification":
      return preview.labels.slice(0, 1).map(({ label }) => label);
    case "detections":
      return [preview.count, ...new Set(preview.items.slice(0, 200).flatMap(({ label }) => label ?? []))].slice(
        0,
        MAX_ITEMS,
      );
    default:
      return [];
  }
}
