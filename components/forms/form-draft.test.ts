import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findForbiddenKey } from "#graph/find-forbidden-key";
import type { JsonValue } from "#graph/json";
import type { WorkflowInput } from "#graph/workflow-interface";
import { controlOf, sliderStep, takeDraft, takeDrafts, textOf } from "./form-draft.ts";

const input = (more: Partial<WorkflowInput> = {}): WorkflowInput => ({
  nodeId: "i",
  name: "it",
  kind: "text",
  isList: false,
  ...more,
});

test("what nobody touched runs with its sample, so nothing is sent for it", () => {
  expect(takeDrafts([input({ sample: "hello" }), input({ name: "n", kind: "number", sample: 3 })], {})).toEqual({
    values: {},
    errors: {},
  });
});

test("a switch without a sample is off", () => {
  expect(takeDraft(input({ kind: "boolean" }), undefined)).toEqual({ value: false });
});

test("a slider that nobody moved stands at its least value, and moves in whole numbers where its ends are", () => {
  const slider = input({ kind: "number", minimum: 1, maximum: 10 });

  expect(controlOf(slider)).toBe("slider");
  expect(takeDraft(slider, undefined)).toEqual({ value: 1 });
  expect([sliderStep(slider), sliderStep(input({ minimum: 0, maximum: 1 }))]).toEqual([1, 0.01]);
});

test("a choice is one of its values, and what was typed beyond the ends is refused", () => {
  const choice = input({ choices: ["red", "blue"] });

  expect(controlOf(choice)).toBe("choice");
  expect(takeDraft(choice, undefined)).toEqual({ error: "“it” needs one of its choices. Choose one." });
  expect(takeDraft(input({ kind: "number", minimum: 1, maximum: 10 }), { text: "12" })).toEqual({
    error: "“it” takes a number from 1 to 10, got 12. Give a smaller number.",
  });
});

describe("what is missing is named with what to do", () => {
  test.each<[Partial<WorkflowInput>, string]>([
    [{}, "“it” needs a text. Type one."],
    [{ kind: "number" }, "“it” needs a number. Type one, such as 12 or 0.5."],
    [{ kind: "image" }, "“it” needs a picture. Choose one."],
    [{ kind: "image", isList: true }, "“it” needs one picture or more. Choose one."],
    [{ kind: "detections" }, "“it” needs a value. Type it as JSON."],
  ])("%j", (more, error) => {
    expect(takeDraft(input(more), undefined)).toEqual({ error });
  });
});

describe("what is typed is taken as the input's kind", () => {
  test.each<[Partial<WorkflowInput>, string, unknown]>([
    [{ kind: "number" }, " 0,5 ", { value: 0.5 }],
    [{ kind: "number" }, "many", { error: "“many” is no number. Type digits, such as 12 or 0.5." }],
    [{ kind: "number", isList: true }, "1\n\n2.5\n", { value: [1, 2.5] }],
    [{ kind: "number", isList: true }, "1\nx", { error: "Line 2: “x” is no number. Type digits, such as 12 or 0.5." }],
    [{ isList: true }, "cat\n dog ", { value: ["cat", "dog"] }],
    [{ sample: "a" }, "", { value: "" }],
    [{ kind: "json" }, '{"a": 1}', { value: { a: 1 } }],
    [{ kind: "json" }, "{a", { error: 'Line 1, column 2: "a" is not expected in JSON there.' }],
    [{ kind: "embedding" }, "{}", { error: "“it” takes a list of numbers, got {}." }],
  ])("%j: %j", (more, text, taken) => {
    expect(takeDraft(input(more), { text })).toEqual(taken);
  });
});

test("JSON that is shown is taken as it was", () => {
  const json = input({ kind: "json" });
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value = JSON.parse(text) as JsonValue;
      fc.pre(findForbiddenKey(value) === null);
      expect(takeDraft(json, { text: textOf(json, value) })).toEqual({ value });
    }),
  );
});

test("numbers that are shown are taken as they were", () => {
  const list = input({ kind: "number", isList: true });
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      expect(takeDraft(list, { text: textOf(list, numbers) })).toEqual({ value: numbers });
    }),
  );
});
