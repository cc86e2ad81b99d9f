import "#server-only";
import { NodeError, type NodeRunner } from "#graph/node-runner";
import type { Value } from "#graph/values";
import { valueToJson } from "../value-to-json.ts";
import type { textTemplate } from "./definition.ts";
import { parseTemplate } from "./parse-template.ts";

/** Characters that a finished text may have. */
const MAX_TEXT_CHARACTERS = 10_000_000;

export const runTextTemplate: NodeRunner<typeof textTemplate> = ({ inputs, params }) => {
  // Ports of kind "any" hand over tagged values.
  const values = inputs as Record<string, Value>;
  const written = new Map(Object.entries(values).map(([name, value]) => [name, write(value)]));
  const text = parseTemplate(params.template)
    .parts.map((part) => ("text" in part ? part.text : (written.get(part.placeholder) ?? "")))
    .join("");
  if (text.length > MAX_TEXT_CHARACTERS) {
    throw new NodeError("too-large", `The text has ${text.length} characters; it may have ${MAX_TEXT_CHARACTERS}.`);
  }
  return { text };
};

function write(value: Value): string {
  const json = valueToJson(value);
  return typeof json === "object" ? JSON.stringify(json) : String(json);
}
