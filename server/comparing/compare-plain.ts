import { canonicalJson } from "#graph/canonical-json";
import type { JsonObject, JsonValue } from "#graph/json";
import type { JsonChange, PlainNumber, ValueDifference } from "#graph/value-differences";
import { toJsonNumber } from "../values/plain-json.ts";
import { isClose } from "./closeness.ts";
import type { Closeness } from "./closeness.ts";

/** Paths that are told; the others are counted. */
const MAX_CHANGES = 200;
const MAX_SIDE_CHARACTERS = 500;
/** The path of a change that is not in a part, but in all of it. */
export const WHOLE = "the whole";

export function compareNumbers(a: number, b: number): ValueDifference {
  if (Object.is(a, b)) return { kind: "same", how: "values" };
  const absolute = Number.isFinite(a) && Number.isFinite(b) ? Math.abs(b - a) : null;
  const relative = absolute === null || a === 0 ? null : (b - a) / Math.abs(a);
  return { kind: "number", a: plain(a), b: plain(b), absolute, relative };
}

/** Where two JSON values differ, by path: `items[2].name`. Lists are compared place by place. */
export function compareJson(
  a: JsonValue,
  b: JsonValue,
  { closeness }: { closeness?: Closeness | undefined } = {},
): ValueDifference {
  const changes: JsonChange[] = [];
  let changeCount = 0;

  function note(path: string, sides: { a?: JsonValue; b?: JsonValue }) {
    changeCount++;
    if (changes.length === MAX_CHANGES) return;
    changes.push({
      path: path === "" ? WHOLE : path,
      ...(sides.a !== undefined && { a: short(sides.a) }),
      ...(sides.b !== undefined && { b: short(sides.b) }),
    });
  }

  const isSame = (before: JsonValue, after: JsonValue) =>
    closeness && typeof before === "number" && typeof after === "number"
      ? isClose(before, after, closeness)
      : Object.is(before, after);

  // Not by recursion: JSON may be nested deeper than the stack is.
  const rest: { path: string; a: JsonValue | undefined; b: JsonValue | undefined }[] = [{ path: "", a, b }];
  while (rest.length > 0) {
    const { path, a: before, b: after } = rest.pop()!;
    if (before === undefined || after === undefined) {
      note(path, { ...(before !== undefined && { a: before }), ...(after !== undefined && { b: after }) });
    } else if (Array.isArray(before) && Array.isArray(after)) {
      for (let index = Math.max(before.length, after.length) - 1; index >= 0; index--) {
        rest.push({ path: `${path}[${index}]`, a: before[index], b: after[index] });
      }
    } else if (isObject(before) && isObject(after)) {
      const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toReversed();
      for (const key of keys) rest.push({ path: pathTo(path, key), a: own(before, key), b: own(after, key) });
    } else if (!isSame(before, after)) note(path, { a: before, b: after });
  }
  return changeCount === 0 ? { kind: "same", how: "values" } : { kind: "json", changes, changeCount };
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function pathTo(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Large sides are cut to their beginning, as text. */
function short(value: JsonValue): JsonValue {
  if (typeof value !== "object" && typeof value !== "string") return value;
  const text = typeof value === "string" ? value : canonicalJson(value);
  if (text.length <= MAX_SIDE_CHARACTERS) return value;
  return `${text.slice(0, MAX_SIDE_CHARACTERS)}…`;
}

function plain(value: number): PlainNumber {
  // `toJsonNumber` gives a finite number or one of these names.
  return toJsonNumber(value) as PlainNumber;
}
