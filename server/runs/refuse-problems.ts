import "#server-only";
import { firstProblem } from "../../graph/first-problem.ts";
import { partProblems } from "../../graph/part-problems.ts";
import type { PlacesInRun, RunPart } from "../../graph/run-part.ts";
import type { Graph } from "../../graph/schema.ts";
import { type SubGraphs, withoutPins } from "../../graph/sub-graphs.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import type { EarlierValues } from "./earlier-values.ts";

/** @throws AppError BAD_REQUEST "unknown-target" */
export function refuseUnknownNode(graph: Graph, part: RunPart) {
  if (part.kind === "all" || Object.hasOwn(graph.nodes, part.node)) return;
  const how = { to: " up to", from: " from", only: "" }[part.kind];
  const message = `This workflow has no node "${part.node}" to run${how}. Choose one that is there, or run all of it.`;
  throw new AppError("BAD_REQUEST", message, { reason: "unknown-target" });
}

export function onlyThose(graph: Graph, ids: ReadonlySet<string>): Graph {
  return { ...graph, nodes: Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => ids.has(id))) };
}

/** @throws AppError BAD_REQUEST "graph-problems" with the problems in `details` when this part of the graph cannot run. */
export function refuseProblems(
  graph: Graph,
  at: { part: RunPart; earlier: EarlierValues | null; places: PlacesInRun; subGraphs: SubGraphs },
) {
  const { part, places } = at;
  const subGraphs = withoutPins(at.subGraphs);
  const problems = partProblems(graph, definitions, { part, places, subGraphs, earlier: at.earlier?.steps ?? {} });
  if (problems.length === 0) return;
  const where = {
    all: "This workflow cannot run",
    to: "This workflow cannot run up to there",
    from: "This workflow cannot run from there",
    only: "This node cannot run alone",
  }[part.kind];
  const message = `${where} yet: ${firstProblem(problems.map((problem) => problem.message))}`;
  throw new AppError("BAD_REQUEST", message, { reason: "graph-problems", details: { problems } });
}
