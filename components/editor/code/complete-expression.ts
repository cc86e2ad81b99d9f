import type { JsonObject, JsonValue } from "#graph/json";

export type Completion = { label: string; detail?: string; kind: "variable" | "property" | "function" | "keyword" };
export type Completions = { from: number; options: Completion[] };
/** A name that the expression can use, and what it is, in words. */
export type NameInScope = { name: string; detail: string };

/** What QuickJS has without a host, of which an expression has use. */
const globals: Record<string, unknown> = { Math, JSON, Object, Array, String, Number, Boolean, Date, RegExp, Map, Set };
const functions = ["parseFloat", "parseInt", "isNaN", "isFinite", "encodeURIComponent", "decodeURIComponent"];
const words = ["true", "false", "null", "undefined"];
const identifier = "[A-Za-z_$][\\w$]*";
const path = `${identifier}(?:\\.${identifier}|\\[\\d+\\])*`;
const memberPattern = new RegExp(`(${path})\\.([\\w$]*)$`);
const wordPattern = new RegExp(`(?:^|[^\\w$.])(${identifier})$`);
const MAX_DETAIL_CHARACTERS = 24;

/**
 * What may stand at the end of the text: the names in scope and what the language offers, or, after a dot, the fields of the
 * value that is there, as far as it is known. Null where nothing is to be said.
 */
export function completeExpression(
  before: string,
  { names, values, isAsked }: { names: readonly NameInScope[]; values: JsonObject; isAsked: boolean },
): Completions | null {
  const member = memberPattern.exec(before);
  if (member) {
    const [, from = "", partial = ""] = member;
    const found = resolve(from, before, values);
    const options = found === undefined ? [] : membersOf(found.value);
    return options.length === 0 ? null : { from: before.length - partial.length, options };
  }
  const word = wordPattern.exec(before)?.[1] ?? "";
  if ((word === "" && !isAsked) || /[\w$.]$/.test(before.slice(0, before.length - word.length))) return null;
  const options: Completion[] = [
    ...names.map(({ name, detail }): Completion => ({ label: name, detail, kind: "variable" })),
    ...parametersIn(before).map((label): Completion => ({ label, kind: "variable" })),
    ...Object.keys(globals).map((label): Completion => ({ label, kind: "keyword" })),
    ...functions.map((label): Completion => ({ label, kind: "function" })),
    ...words.map((label): Completion => ({ label, kind: "keyword" })),
  ];
  return { from: before.length - word.length, options };
}

/** The value at the end of a path, where the scope, the language or a callback's parameter has it. */
function resolve(text: string, before: string, values: JsonObject): { value: unknown } | undefined {
  const [first = "", ...rest] = text.match(new RegExp(`${identifier}|\\[\\d+\\]`, "g")) ?? [];
  let value: unknown;
  if (Object.hasOwn(values, first)) value = values[first];
  else if (Object.hasOwn(globals, first)) value = globals[first];
  else {
    const items = listOver(first, before, values);
    if (!items) return undefined;
    value = items[0];
  }
  for (const step of rest) {
    if (value === null || value === undefined) return undefined;
    if (step.startsWith("[")) value = Array.isArray(value) ? value[Number(step.slice(1, -1))] : undefined;
    else if (typeof value === "function") return undefined;
    else if (typeof value === "string" || Array.isArray(value)) value = step === "length" ? value.length : undefined;
    else if (typeof value === "object" && Object.hasOwn(value, step)) value = (value as JsonObject)[step];
    else return undefined;
  }
  return value === undefined || value === null ? undefined : { value };
}

const methods = "map|filter|some|every|find|findLast|findIndex|flatMap|forEach|reduce|toSorted|sort";

/** The list over which a callback with this parameter goes: `items` for `item` in `items.some((item) => item.`. */
function listOver(name: string, before: string, values: JsonObject): readonly JsonValue[] | undefined {
  const escaped = name.replaceAll("$", "\\$");
  const pattern = new RegExp(
    `(${path})\\.(?:${methods})\\(\\s*(?:${escaped}\\s*=>|\\(\\s*(?:${identifier}\\s*,\\s*)?${escaped}\\s*[,)])`,
    "g",
  );
  const source = [...before.matchAll(pattern)].at(-1)?.[1];
  if (source === undefined || new RegExp(`^${escaped}\\b`).test(source)) return undefined;
  const list = resolve(source, "", values)?.value;
  return Array.isArray(list) ? (list as JsonValue[]) : undefined;
}

/** Parameters of the arrow functions in the text, which are names as well. */
function parametersIn(before: string): string[] {
  const lists = [...before.matchAll(/\(([\w$,\s]*)\)\s*=>|([A-Za-z_$][\w$]*)\s*=>/g)];
  const found = lists.flatMap(([, many, one]) => (many ?? one ?? "").split(",").map((name) => name.trim()));
  return [...new Set(found)].filter((name) => new RegExp(`^${identifier}$`).test(name));
}

function membersOf(value: unknown): Completion[] {
  if (typeof value === "string") return ofPrototype(String.prototype);
  if (Array.isArray(value)) return ofPrototype(Array.prototype);
  if (typeof value === "number") return ofPrototype(Number.prototype);
  if (typeof value === "object" && value !== null && value !== Math && value !== JSON) {
    return Object.entries(value)
      .filter(([key]) => new RegExp(`^${identifier}$`).test(key))
      .map(([label, field]) => ({ label, detail: shortText(field as JsonValue), kind: "property" }));
  }
  return typeof value === "object" || typeof value === "function" ? ofPrototype(value as object) : [];
}

function ofPrototype(owner: object): Completion[] {
  return Object.getOwnPropertyNames(owner)
    .filter((name) => !["constructor", "prototype", "name", "arguments", "caller"].includes(name))
    .filter((name) => !(typeof owner === "function" && name === "length"))
    .sort()
    .map((label) => {
      // `length` of a prototype is no function; getters there would throw.
      const field = Object.getOwnPropertyDescriptor(owner, label)?.value as unknown;
      return { label, kind: typeof field === "function" ? "function" : "property" };
    });
}

/** A value in a few characters: what a field of it holds. */
export function shortText(value: JsonValue): string {
  if (Array.isArray(value)) return value.length === 1 ? "1 item" : `${value.length} items`;
  if (typeof value === "object" && value !== null) return "{…}";
  const text = JSON.stringify(value);
  return text.length > MAX_DETAIL_CHARACTERS ? `${text.slice(0, MAX_DETAIL_CHARACTERS)}…` : text;
}
