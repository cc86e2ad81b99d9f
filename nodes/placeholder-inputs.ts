import type { Ports } from "#graph/kinds";
import { parseTemplate } from "./parse-template.ts";

/** An optional input for each placeholder of a message, but for those that the node has anyway. */
export function placeholderInputs(template: string, own: Ports): Ports {
  const names = parseTemplate(template).names.filter((name) => !Object.hasOwn(own, name));
  return Object.fromEntries(names.map((name) => [name, { label: name, type: { kind: "any" }, optional: true }]));
}
