import { NodeError } from "#graph/node-runner";
import type { Value } from "#graph/values";
import { parseTemplate } from "./parse-template.ts";
import { valueToJson } from "./value-to-json.ts";

/** Characters that a finished text may have. */
const MAX_TEXT_CHARACTERS = 10_000_000;

/**
 * The template with each placeholder replaced by the value of that name, or by nothing where there is none.
 *
 * @throws NodeError "too-large" when the text becomes longer than ten million characters.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, Value | undefined>>): string {
  const written = new Map(Object.entries(values).map(([name, value]) => [name, value ? write(value) : ""]));
  const text = parseTemplate(template)
    .parts.map((part) => ("text" in part ? part.text : (written.get(part.placeholder) ?? "")))
    .join("");
  if (text.length > MAX_TEXT_CHARACTERS) {
    throw new NodeError("too-large", `The text has ${text.length} characters; it may have ${MAX_TEXT_CHARACTERS}.`);
  }
  return text;
}

function write(value: Value): string {
  const json = valueToJson(value);
  return typeof json === "object" ? JSON.stringify(json) : String(json);
}
