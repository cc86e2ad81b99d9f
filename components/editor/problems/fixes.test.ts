import { expect, test } from "vitest";
import { waitingNode } from "#graph/reduce-run";
import { failedStepIn } from "./fixes.ts";

const nodes = (...failed: string[]) =>
  Object.fromEntries(
    ["call", "call/a", "call/deep", "call/deep/b", "callous/a", "other"].map((path) => [
      path,
      { ...waitingNode, status: failed.includes(path) ? ("failed" as const) : ("succeeded" as const) },
    ]),
  );

test("a failure is followed to the innermost step that failed, and to none of another node", () => {
  expect(failedStepIn({ nodes: nodes("call", "call/deep", "call/deep/b", "other") }, "call")).toBe("call/deep/b");
  expect(failedStepIn({ nodes: nodes("call", "call/a") }, "call")).toBe("call/a");
  expect(failedStepIn({ nodes: nodes("call", "callous/a") }, "call")).toBeNull();
  expect(failedStepIn({ nodes: nodes("other") }, "other")).toBeNull();
});
