import { describe, expect, test } from "vitest";
import type { Value } from "#graph/values";
import { runNode } from "../run-node-for-tests.ts";
import { textTemplate } from "./definition.ts";
import { parseTemplate } from "../parse-template.ts";
import { runTextTemplate } from "./run.ts";

const run = async (template: string, inputs: Record<string, Value> = {}) =>
  (await runNode(textTemplate, runTextTemplate, { inputs, params: { template } })).text;

test.each<[string, Record<string, Value>, string]>([
  [
    "Found {{count}} of {{ kind }}.",
    { count: { kind: "number", value: 3 }, kind: { kind: "text", value: "circle" } },
    "Found 3 of circle.",
  ],
  ["{{a}}{{a}}", { a: { kind: "boolean", value: true } }, "truetrue"],
  ["{{a}}", { a: { kind: "json", value: { x: [1, null] } } }, '{"x":[1,null]}'],
  ["{{a}}", { a: { kind: "text", value: "{{b}} $& \\" } }, "{{b}} $& \\"],
  ["no placeholders }} {", {}, "no placeholders }} {"],
  ["\\{{a}} {{a}}", { a: { kind: "text", value: "x" } }, "{{a}} x"],
  ["\\\\{{a}}", { a: { kind: "text", value: "x" } }, "\\x"],
  ["C:\\temp\\{{{a}}", {}, "C:\\temp{{{a}}"],
  ["", {}, ""],
])("%j is written as told", async (template, inputs, expected) => {
  expect(await run(template, inputs)).toBe(expected);
});

test("its inputs are its placeholders, once each, in order", () => {
  const ports = textTemplate.portsFor?.({ template: "{{b}} {{a}} {{b}} \\{{c}}" });

  expect(Object.keys(ports?.inputs ?? {})).toEqual(["b", "a"]);
});

describe("says what is wrong with a template, and where", () => {
  test.each([
    ["a {{b", 'Line 1, column 3: "{{" is never closed. Close it with "}}", or write "\\{{" for the braces themselves.'],
    [
      "x\n  {{a {{b}}",
      'Line 2, column 3: "{{" is never closed. Close it with "}}", or write "\\{{" for the braces themselves.',
    ],
    ["{{}}", 'Line 1, column 1: "" is no name for an input: begin with a letter and use letters, digits, "_" and "-".'],
    [
      "{{a b}}",
      'Line 1, column 1: "a b" is no name for an input: begin with a letter and use letters, digits, "_" and "-".',
    ],
    ["{{__proto__}}", /"__proto__" is no name for an input/],
    ["{{constructor}}", /"constructor" is no name for an input/],
  ])("%j", (template, message) => {
    expect(textTemplate.checkParams?.({ template })).toEqual([
      { param: "template", message: typeof message === "string" ? message : expect.stringMatching(message) },
    ]);
  });

  test("ten thousand placeholders are too many", () => {
    const template = Array.from({ length: 10_000 }, (_, n) => `{{p${n}}}`).join("");

    expect(parseTemplate(template).problems).toEqual([
      "The template has 10000 different placeholders; it may have 50.",
    ]);
    expect(parseTemplate(template).names).toHaveLength(50);
  });
});
