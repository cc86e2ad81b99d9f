import { plainOrQuoted } from "./print-run-query.ts";
import { type QueryField, queryField, queryFields } from "./query-fields.ts";
import { splitQuery } from "./split-query.ts";

/** What is being typed at a place of a query, and what of the text it is. */
export type Typing =
  | { kind: "field"; start: number; end: number; typed: string }
  | { kind: "port"; field: "input" | "output"; start: number; end: number; typed: string }
  | { kind: "value"; field: QueryField; port: string | null; start: number; end: number; typed: string };

/** `text` is put in the place of what is typed; where `isOpen`, more is typed right behind it. */
export type Completion = { text: string; detail: string; isOpen: boolean };

/** What the person types where the caret is. */
export function typingAt(text: string, caret: number): Typing {
  const word = splitQuery(text).find(({ start, end }) => start < caret && caret <= end);
  if (!word) return { kind: "field", start: caret, end: caret, typed: "" };
  const start = word.start + (word.isNegated ? 1 : 0);
  const field = word.field === null ? undefined : queryField(word.field.toLowerCase());
  const value = word.values.find((one) => one.start <= caret && caret <= one.end);
  if (field && value) {
    const before = splitQuery(text.slice(0, caret)).at(-1)?.values.at(-1);
    const typed = (Object.hasOwn(examples, field.kind) ? before?.operator : "") + (before?.text ?? "");
    return { kind: "value", field, port: word.port, start: value.start, end: value.end, typed };
  }
  const typed = text.slice(start, caret);
  const [, side, name] = /^(input|output)\.(?!.*:)"?(.*)$/is.exec(typed) ?? [];
  if (side !== undefined) {
    const which = side.toLowerCase() as "input" | "output";
    return { kind: "port", field: which, start: start + side.length + 1, end: word.end, typed: name! };
  }
  return { kind: "field", start, end: Math.max(start, caret), typed };
}

/** What is known to fit without asking anybody: fields, statuses, and examples of numbers and times. */
export function knownCompletions(typing: Typing): Completion[] {
  if (typing.kind === "field") {
    const typed = typing.typed.toLowerCase();
    return queryFields
      .filter(({ name }) => name.startsWith(typed))
      .map(({ name, kind, summary }) => ({
        text: `${name}${kind === "value" ? "." : ":"}`,
        detail: summary,
        isOpen: true,
      }));
  }
  if (typing.kind === "port") return [];
  const { field, typed } = typing;
  const fits = ({ text }: Completion) => text.toLowerCase().startsWith(typed.toLowerCase()) || typed === "";
  if (field.choices) return field.choices.map((text) => closed(text, "")).filter(fits);
  return (examples[field.kind] ?? []).map(([text, detail]) => closed(text, detail)).filter(fits);
}

const closed = (text: string, detail: string): Completion => ({ text, detail, isOpen: false });

const examples: Partial<Record<QueryField["kind"], [text: string, detail: string][]>> = {
  duration: [
    [">2s", "longer than 2 seconds"],
    ["<10ms", "shorter than 10 milliseconds"],
    [">1min", "longer than a minute"],
  ],
  percent: [
    [">50%", "more than half"],
    ["100%", "all of it"],
    ["0%", "nothing"],
  ],
  moment: [
    ["<1h", "in the last hour"],
    ["<7d", "in the last 7 days"],
    [">7d", "more than 7 days ago"],
    ["today", ""],
    ["yesterday", ""],
  ],
};

/** Fields whose values stand in the database. */
const asked = ["workflow", "person", "model", "batch", "tag", "device", "input", "output"] as const;
export type AskedField = (typeof asked)[number];

/** What to ask the server for, to complete what is typed; null where nothing is to be asked. */
export function questionFor(typing: Typing): { field: AskedField; port?: string; text: string } | null {
  if (typing.kind === "port") return { field: typing.field, text: typing.typed };
  if (typing.kind !== "value") return null;
  const of = typing.field.kind === "model" ? "model" : typing.field.name;
  const field = asked.find((name) => name === of);
  if (!field) return null;
  return { field, ...(typing.port !== null && { port: typing.port }), text: typing.typed };
}

/** A value that the server gave, as it stands in a query. */
export function valueCompletion(typing: Typing, value: string): Completion {
  if (typing.kind === "port") {
    const name = /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
    return { text: `${name}:`, detail: "", isOpen: true };
  }
  const isText = typing.kind === "value" && typing.port !== null;
  return closed(isText ? `"${value.replace(/["\\]/g, "\\$&")}"` : plainOrQuoted(value), "");
}

/** The query with the completion in its place, and where the caret then stands. */
export function complete(text: string, typing: Typing, completion: Completion): { text: string; caret: number } {
  const rest = text.slice(typing.end);
  const gap = completion.isOpen || rest.startsWith(",") ? "" : " ";
  const before = text.slice(0, typing.start) + completion.text + gap;
  return { text: before + (gap && rest.startsWith(" ") ? rest.slice(1) : rest), caret: before.length };
}
