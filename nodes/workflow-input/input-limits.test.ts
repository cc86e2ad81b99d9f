import { describe, expect, test } from "vitest";
import type { JsonValue } from "#graph/json";
import { emptyGraph } from "#graph/schema";
import { workflowInputs } from "#graph/workflow-interface";
import { definitions } from "../definitions.ts";
import { workflowInput } from "./definition.ts";
import { refuseInputValue } from "./input-value.ts";

const percent = { kind: "number", list: false, minimum: 0, maximum: 100, unit: "%" } as const;
const size = { kind: "text" as const, list: false, choices: ["small", "large"] };
const least = { kind: "number", list: false, minimum: 2 } as const;
const name = { kind: "text", list: false, minimum: 2, maximum: 4 } as const;

describe("a value outside the limits is refused with the value, the limit and what to do", () => {
  test.each<[object, JsonValue, string]>([
    [percent, 120, "takes a number from 0 to 100 %, got 120. Give a smaller number"],
    [percent, -1, "takes a number from 0 to 100 %, got -1. Give a greater number"],
    [least, 1, "takes a number at least 2, got 1. Give a greater number"],
    [size, "huge", 'takes one of "small", "large", got "huge". Give one of these'],
    [name, "W", 'takes a text of 2 to 4 characters, got "W" (1 character). Give a longer text'],
    [name, "Wolfgang", 'takes a text of 2 to 4 characters, got "Wolfgang" (8 characters). Give a shorter text'],
    [
      { ...percent, list: true },
      [50, 300],
      "takes a list, each item a number from 0 to 100 %, but item 2 is 300. Give a smaller number",
    ],
  ])("%j refuses %j", (input, value, sentence) => {
    expect(refuseInputValue(input as typeof percent, value)).toBe(sentence);
  });
});

test("values at the ends, and characters of several code units, are within", () => {
  expect([0, 100].map((value) => refuseInputValue(percent, value))).toEqual([null, null]);
  expect(refuseInputValue(name, "🙂🙂🙂🙂")).toBeNull();
  expect(refuseInputValue(size, "small")).toBeNull();
});

describe("limits that no value could keep to are problems of the param that can be mended", () => {
  const problemsOf = (params: object) => workflowInput.checkParams!(workflowInput.params.parse(params));
  test.each([
    [{ kind: "number", minimum: 5, maximum: 1 }, "maximum", "The maximum 1 is below the minimum 5"],
    [{ kind: "number", choices: ["1", "two"] }, "choices", "“two” is no number"],
    [{ kind: "text", choices: ["a", "a"] }, "choices", "“a” is there twice"],
    [{ kind: "text", choices: ["a"], maximum: 3 }, "choices", "Choices say already what it takes"],
    [{ kind: "text", minimum: 1.5 }, "minimum", "1.5 is no count"],
    [{ kind: "number", maximum: 1, sample: 2 }, "sample", "The sample does not fit"],
  ])("%j", (params, param, words) => {
    const [problem] = problemsOf(params);

    expect(problem?.param).toBe(param);
    expect(problem?.message).toContain(words);
  });

  test("other kinds have none, whatever was set before the kind was changed", () => {
    expect(problemsOf({ kind: "image", minimum: 5, maximum: 1 })).toEqual([]);
  });
});

test("an input that was saved before there were limits has none, and those of numbers are numbers", () => {
  const inputOf = (params: Record<string, JsonValue>) => {
    const node = { id: "i", type: "workflow-input", version: 1, position: { x: 0, y: 0 }, params };
    return workflowInputs({ ...emptyGraph, nodes: { i: node } }, definitions)[0];
  };

  expect(inputOf({ name: "who", kind: "text", list: false, sample: "you" })).toEqual({
    nodeId: "i",
    name: "who",
    kind: "text",
    isList: false,
    sample: "you",
  });
  expect(inputOf({ kind: "number", choices: ["1", "0.5"] })?.choices).toEqual([1, 0.5]);
  expect(inputOf({ kind: "image", choices: ["a"], minimum: 1 })).not.toHaveProperty("choices");
});
