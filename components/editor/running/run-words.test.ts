import { expect, test } from "vitest";
import type { RecordedFlow } from "#graph/recorded-values";
import { flowText, listBadge, shownStatus } from "./run-words.ts";

const number = (value: number): RecordedFlow => ({ kind: "number", preview: { kind: "number", value }, inline: value });
const found = (count: number): RecordedFlow => ({
  kind: "detections",
  preview: { kind: "detections", width: 1, height: 1, items: [], count },
  inline: null,
});
const list = (...items: (RecordedFlow | null)[]): RecordedFlow => ({ count: items.length, items });

test("a value is told by what came out", () => {
  expect(flowText(number(1_284))).toBe("1,284");
  expect(flowText(list(number(1), number(2)))).toBe("2 numbers");
  expect(flowText(list(found(3), null, found(4)))).toBe("7 objects");
  expect(flowText(list())).toBe("0 items");
});

test("a badge counts lists of one length, and gives uneven ones a letter", () => {
  expect(listBadge(1)).toBe("×n");
  expect(listBadge(1, list(number(1), number(2)))).toBe("×2");
  expect(listBadge(2, list(list(number(1)), list(number(1), number(2))))).toBe("×2×k");
});

test("a caught error and dropped items are worth a warning", () => {
  expect(shownStatus({ status: "succeeded" })).toBe("succeeded");
  expect(shownStatus({ status: "succeeded", droppedItems: 1 })).toBe("warned");
  expect(shownStatus({ status: "failed" })).toBe("failed");
});
