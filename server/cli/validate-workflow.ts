import { findProblems } from "../../graph/find-problems.ts";
import { planGraph } from "../../graph/plan-graph.ts";
import type { Problem } from "../../graph/problems.ts";
import { definitions } from "../../nodes/definitions.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { readArguments } from "./read-arguments.ts";
import { UsageError } from "./usage-error.ts";

type Finding = { valid: boolean; title: string | null; nodeCount: number; problems: readonly Problem[] };

/** Says what is wrong with a workflow. 0 when it can run, 2 when it cannot. */
export async function validateWorkflow(args: string[]): Promise<number> {
  const { subject, json } = readArguments(args, { subject: "a workflow file or the name of a template" });
  const { valid, title, nodeCount, problems } = await check(subject);
  if (json) console.log(JSON.stringify({ valid, title, problems }, null, 2));
  else {
    for (const { severity, nodeId, message } of problems)
      console.log(`${severity}  ${nodeId ? `${nodeId}: ` : ""}${message}`);
    const size = `${nodeCount} ${nodeCount === 1 ? "node" : "nodes"}`;
    console.log(valid ? `${title}: can run, ${size}.` : `${title ?? subject}: cannot run.`);
  }
  return valid ? 0 : 2;
}

async function check(subject: string): Promise<Finding> {
  try {
    const { file } = await loadWorkflow(subject);
    const subGraphs = file.workflows ?? {};
    const planned = planGraph(file.graph, definitions, { subGraphs });
    const problems = planned.ok ? findProblems(file.graph, definitions, subGraphs) : planned.problems;
    return { valid: planned.ok, title: file.title, nodeCount: Object.keys(file.graph.nodes).length, problems };
  } catch (error) {
    // What does not parse is a finding like others; what is not there is not.
    if (!(error instanceof UsageError) || !error.details.problems) throw error;
    return { valid: false, title: null, nodeCount: 0, problems: error.details.problems };
  }
}
