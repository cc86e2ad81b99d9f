import type { Card } from "../editor/nodes/card-of.ts";
import { paramFields } from "../editor/inspector/param-form.ts";
import type { PortWords } from "./reuse-words.ts";

/** The names of a node's params and inputs as its form and its card show them. */
export function portWordsOf({ definition, inputs }: Pick<Card, "definition" | "inputs">): PortWords {
  const titles = new Map(definition ? paramFields(definition).map(({ name, title }) => [name, title]) : []);
  const labels = new Map(inputs.map(([name, { label }]) => [name, label]));
  return {
    paramTitle: (name) => titles.get(name) ?? name,
    inputLabel: (port) => labels.get(port) ?? port,
  };
}
