import { idSchema } from "#graph/schema";

export const MAX_PLACEHOLDERS = 50;

export type TemplatePart = { text: string } | { placeholder: string };
export type ParsedTemplate = {
  parts: TemplatePart[];
  /** Different names, in order of first occurrence. */
  names: string[];
  /** Whole sentences with line and column, counted from 1. */
  problems: string[];
};

const namePattern = /^[A-Za-z_][A-Za-z0-9_-]{0,59}$/;

/** Splits a text at its `{{name}}` placeholders. `\{{` is two braces and `\\{{` a backslash before a placeholder. */
export function parseTemplate(template: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  const names = new Set<string>();
  const problems: string[] = [];
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
      problems.push(
        `${placeOf(template, start)} "{{" is never closed. Close it with "}}", or write "\\{{" for the braces themselves.`,
      );
      text += "{{";
      continue;
    }
    const name = template.slice(index, end).trim();
    index = end + 2;
    if (!namePattern.test(name) || !idSchema.safeParse(name).success) {
      const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name;
      problems.push(
        `${placeOf(template, start)} "${shown}" is no name for an input: begin with a letter and use letters, digits, "_" and "-".`,
      );
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
    problems.push(`The template has ${names.size} different placeholders; it may have ${MAX_PLACEHOLDERS}.`);
  }
  return { parts, names: [...names].slice(0, MAX_PLACEHOLDERS), problems };
}

function placeOf(template: string, index: number): string {
  const before = template.slice(0, index).split("\n");
  return `Line ${before.length}, column ${before.at(-1)!.length + 1}:`;
}
