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

/** Longer messages fill the page and help nobody. */
const MAX_MESSAGE_CHARACTERS = 2_000;

/** The filled template as a sentence for people, cut where it is far too long for one. */
export function fillMessage(template: string, values: Readonly<Record<string, Value | undefined>>): string {
  const message = fillTemplate(template, values);
  return message.length > MAX_MESSAGE_CHARACTERS ? `${message.slice(0, MAX_MESSAGE_CHARACTERS)}…` : message;
}

function write(value: Value): string {
  const json = valueToJson(value);
  return typeof json === "object" ? JSON.stringify(json) : String(json);
}
