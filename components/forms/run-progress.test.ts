import { expect, test } from "vitest";
import { waitingNode } from "#graph/reduce-run";
import type { NodeRunState } from "#graph/run-events";
import type { StepRow } from "../runs/step-row.ts";
import { progressOf } from "./run-progress.ts";

const step = (title: string, status: StepRow["status"], more: Partial<NodeRunState> = {}): StepRow => ({
  nodeId: title,
  depth: 0,
  title,
  icon: "box",
  status,
  words: "",
  node: { ...waitingNode, ...more } as NodeRunState,
});

test("the step that runs is named, with its place and its items", () => {
  const steps = [
    step("Picture", "succeeded"),
    step("Find shapes", "running", { progress: { done: 7, total: 12 } }),
    step("Count", "waiting"),
  ];

  expect(progressOf(steps, "running")).toEqual({ words: "Step 2 of 3: Find shapes, 7 of 12", fraction: 1 / 3 });
});

test("steps within a step do not count, and the innermost is named", () => {
  const steps = [step("Outer", "running"), { ...step("Inner", "running"), depth: 1 }];

  expect(progressOf(steps, "running").words).toBe("Step 1 of 1: Inner");
});

test("a run that has not begun waits, and between two steps the number of those that are done is said", () => {
  expect(progressOf([step("a", "waiting")], "queued").words).toBe("Waits for its turn");
  expect(progressOf([step("a", "succeeded"), step("b", "waiting")], "running").words).toBe("1 of 2 steps are done");
});
