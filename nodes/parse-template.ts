import { idSchema } from "#graph/schema";

export const MAX_PLACEHOLDERS = 50;

export type TemplatePart = { text: string } | { placeholder: string };
export type ParsedTemplate = {
  parts: TemplatePart[];
  /** Different names, in order of first occurrence. */
  names: string[];
  /** Whole sentences with line and column, counted from 1. */
  problems: string[];
  /** The problems again, with where in the text each is: characters from 0. */
  faults: { at: number; length: number; message: string }[];
};

const namePattern = /^[A-Za-z_][A-Za-z0-9_-]{0,59}$/;

/** Splits a text at its `{{name}}` placeholders. `\{{` is two braces and `\\{{` a backslash before a placeholder. */
export function parseTemplate(template: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  const names = new Set<string>();
  const faults: ParsedTemplate["faults"] = [];
  let text = "";
  let index = 0;
  while (index < template.length) {
    const start = template.indexOf("{{", index);
    if (start < 0) break;
    const slashes = /\\*$/.exec(template.slice(index, start))?.[0].length ?? 0;
    text += template.slice(index, start - slashes) + "\\".repeat(Math.floor(slashes / 2));
    index = start + 2;
    if (slashes % 2 === 1) {
      text += "{{";
      continue;
    }
    const end = template.indexOf("}}", index);
    if (end < 0 || template.slice(index, end).includes("{{")) {
      const message = `${placeOf(template, start)} "{{" is never closed. Close it with "}}", or write "\\{{" for the braces themselves.`;
      faults.push({ at: start, length: 2, message });
      text += "{{";
      continue;
    }
    const name = template.slice(index, end).trim();
    index = end + 2;
    if (!namePattern.test(name) || !idSchema.safeParse(name).success) {
      const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name;
      const message = `${placeOf(template, start)} "${shown}" is no name for an input: begin with a letter and use letters, digits, "_" and "-".`;
      faults.push({ at: start, length: index - start, message });
      continue;
    }
    if (text !== "") parts.push({ text });
    text = "";
    parts.push({ placeholder: name });
    names.add(name);
  }
  text += template.slice(index);
  if (text !== "") parts.push({ text });
  if (names.size > MAX_PLACEHOLDERS) {
    const message = `The template has ${names.size} different placeholders; it may have ${MAX_PLACEHOLDERS}.`;
    faults.push({ at: 0, length: 0, message });
  }
  return {
    parts,
    names: [...names].slice(0, MAX_PLACEHOLDERS),
    problems: faults.map(({ message }) => message),
    faults,
  };
}

function placeOf(template: string, index: number): string {
  const before = template.slice(0, index).split("\n");
  return `Line ${before.length}, column ${before.at(-1)!.length + 1}:`;
}
