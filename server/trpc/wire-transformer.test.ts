import fc from "fast-check";
import superjson, { type SuperJSONResult } from "superjson";
import { expect, test } from "vitest";
import { decodeFromWire, encodeForWire } from "../../graph/wire-codec.ts";
import { wireTransformer } from "./wire-transformer.ts";

const overWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const toBrowser = (value: unknown): unknown =>
  decodeFromWire(superjson, overWire(wireTransformer.output.serialize(value)) as SuperJSONResult);
const toServer = (value: unknown): unknown =>
  wireTransformer.input.deserialize(overWire(encodeForWire(superjson, value)));

const names = ["constructor", "prototype", "~constructor", "~~prototype", "a", "a.b"];

function anyJson(keys: readonly string[]) {
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie("value"), { maxLength: 3 }),
      fc
        .array(fc.tuple(fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 3 })), tie("value")), {
          maxLength: 4,
        })
        .map((fields) => Object.fromEntries(fields.filter(([key]) => key !== "__proto__" || keys.includes(key)))),
    ),
  })).value;
}

test("results of runs reach the browser under whatever names their fields have", () => {
  fc.assert(
    fc.property(anyJson([...names, "__proto__"]), (value) => {
      expect(JSON.stringify(toBrowser(value))).toBe(JSON.stringify(value));
    }),
  );
});

test("what a person enters reaches the server under these names too", () => {
  fc.assert(
    fc.property(anyJson(names), (value) => {
      expect(JSON.stringify(toServer(value))).toBe(JSON.stringify(value));
    }),
  );
});

test("dates beside and below such a name stay dates, and nothing gets another prototype", () => {
  const at = new Date(1_764_460_800_000);
  const row = { constructor: "Ferrari", prototype: { at }, at };

  const shown = toBrowser({ rows: [row] }) as { rows: (typeof row)[] };

  expect(shown.rows[0]).toEqual(row);
  expect(Object.getPrototypeOf(shown.rows[0])).toBe(Object.prototype);
  expect(Object.hasOwn(shown.rows[0]!, "constructor")).toBe(true);
});

test("a field that would be a prototype is refused, escaped or not, and so is a name that was not escaped", () => {
  const json = JSON.parse('{"a": {"__proto__": {"isAdmin": true}}}') as unknown;

  expect(() => toServer(json)).toThrow('a field named "__proto__" (a.__proto__), which cannot be kept');
  expect(() => wireTransformer.input.deserialize({ json: { constructor: 1 } })).toThrow('a field named "constructor"');
});

test("what needs no escaping goes as it always did", () => {
  expect(wireTransformer.output.serialize({ a: 1 })).toEqual({ json: { a: 1 } });
});
