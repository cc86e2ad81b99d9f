import { findProblems } from "../../graph/find-problems.ts";
import { planGraph } from "../../graph/plan-graph.ts";
import type { Problem } from "../../graph/problems.ts";
import { emptyGraph } from "../../graph/schema.ts";
import type { Graph } from "../../graph/schema.ts";
import { definitions } from "../../nodes/definitions.ts";
import { describeProblem } from "./describe-problem.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { readArguments } from "./read-arguments.ts";
import { UsageError } from "./usage-error.ts";

type Finding = { valid: boolean; title: string | null; graph: Graph; problems: readonly Problem[] };

/** Says what is wrong with a workflow. 0 when it can run, 1 when it cannot. */
export async function validateWorkflow(args: string[]): Promise<number> {
  const { subject, json } = readArguments(args, { subject: "a workflow file, a script or the name of a template" });
  const { valid, title, graph, problems } = await check(subject);
  const described = problems.map((problem) => ({ ...problem, ...describeProblem(problem, graph, definitions) }));
  if (json) console.log(JSON.stringify({ valid, title, problems: described }, null, 2));
  else {
    for (const problem of described) console.log(sentenceOf(problem));
    const nodeCount = Object.keys(graph.nodes).length;
    const size = `${nodeCount} ${nodeCount === 1 ? "node" : "nodes"}`;
    console.log(valid ? `${title}: can run, ${size}.` : `${title ?? subject}: cannot run.`);
  }
  return valid ? 0 : 1;
}

/** "error  Score each window (score): "Table" is not connected. Connect …" */
function sentenceOf({ severity, message, node, nodeId, remedy }: Problem & ReturnType<typeof describeProblem>): string {
  const where = node === null || node === nodeId ? nodeId : `${node} (${nodeId})`;
  return `${severity}  ${where === undefined ? "" : `${where}: `}${message}${remedy === null ? "" : ` ${remedy}`}`;
}

async function check(subject: string): Promise<Finding> {
  try {
    const { file } = await loadWorkflow(subject);
    const subGraphs = file.workflows ?? {};
    const planned = planGraph(file.graph, definitions, { subGraphs });
    const problems = planned.ok ? findProblems(file.graph, definitions, subGraphs) : planned.problems;
    return { valid: planned.ok, title: file.title, graph: file.graph, problems };
  } catch (error) {
    // What does not parse is a finding like others; what is not there is not.
    if (!(error instanceof UsageError) || !error.details.problems) throw error;
    return { valid: false, title: null, graph: emptyGraph, problems: error.details.problems };
  }
}
