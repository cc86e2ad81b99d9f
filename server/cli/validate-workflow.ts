import { definitions } from "../../nodes/definitions.ts";
import { findProblems } from "../../graph/find-problems.ts";
import { planGraph } from "../../graph/plan-graph.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { readArguments } from "./read-arguments.ts";

/** Says what is wrong with a workflow. 0 when it can run, 2 when it cannot. */
export async function validateWorkflow(args: string[]): Promise<number> {
  const { subject, json } = readArguments(args, { subject: "a workflow file" });
  const { file } = await loadWorkflow(subject);
  const planned = planGraph(file.graph, definitions);
  const problems = planned.ok ? findProblems(file.graph, definitions) : planned.problems;
  if (json) console.log(JSON.stringify({ valid: planned.ok, title: file.title, problems }, null, 2));
  else {
    for (const { severity, nodeId, message } of problems)
      console.log(`${severity}  ${nodeId ? `${nodeId}: ` : ""}${message}`);
    const count = Object.keys(file.graph.nodes).length;
    console.log(planned.ok ? `${file.title}: can run, ${count} nodes.` : `${file.title}: cannot run.`);
  }
  return planned.ok ? 0 : 2;
}
