import { expect, test } from "vitest";
import type { Problem } from "#graph/problems";
import { problemIndex } from "./problem-index.ts";

test("problems are found by their node, the first of them first, and wires only where they keep the graph from running", () => {
  const problem = (rest: Partial<Problem>): Problem => ({ code: "c", severity: "error", message: "M.", ...rest });
  const problems = [
    problem({ nodeId: "a", message: "First." }),
    problem({ edgeId: "refused" }),
    problem({ edgeId: "odd", severity: "warning" }),
    problem({ nodeId: "a", message: "Second.", severity: "warning" }),
  ];

  const { byNode, refusedEdges } = problemIndex(problems);

  expect(byNode.get("a")?.map(({ message }) => message)).toEqual(["First.", "Second."]);
  expect([...refusedEdges]).toEqual(["refused"]);
});
