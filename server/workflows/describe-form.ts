import { interfaceNodes } from "../../graph/interface-nodes.ts";
import { partProblems } from "../../graph/part-problems.ts";
import { placesInRun, wholePart } from "../../graph/run-part.ts";
import { withoutPins } from "../../graph/sub-graphs.ts";
import { titleOf } from "../../graph/title-of.ts";
import { type WorkflowInput, workflowInputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import type { ServiceContext } from "../service-context.ts";
import { loadSubGraphs } from "./load-sub-graphs.ts";
import { requireWorkflow } from "./require-workflow.ts";

export type WorkflowForm = {
  workflowId: string;
  title: string;
  description: string;
  version: number;
  nodeCount: number;
  inputs: WorkflowInput[];
  outputs: string[];
  /** Why it cannot run, each with the title of the node that is meant. */
  problems: { message: string; nodeTitle: string | null }[];
};

/**
 * What the form of a workflow asks for and gives, without the graph behind it.
 *
 * @throws AppError NOT_FOUND for an unknown, a removed and another workspace's workflow alike.
 */
export async function describeForm(
  context: Pick<ServiceContext, "tenant">,
  { workflowId }: { workflowId: string },
): Promise<WorkflowForm> {
  const { title, description, version, graph } = await requireWorkflow(context, { workflowId });
  const subGraphs = withoutPins(await loadSubGraphs(context, graph));
  const places = placesInRun(graph, wholePart);
  // The same question that the start of a run asks, so that the form does not promise what is refused then.
  const problems = partProblems(graph, definitions, { part: wholePart, places, subGraphs });
  return {
    workflowId,
    title,
    description,
    version,
    nodeCount: Object.keys(graph.nodes).length,
    inputs: workflowInputs(graph, definitions),
    outputs: interfaceNodes(graph, "workflow-output", definitions).map(({ name }) => name),
    problems: problems.map(({ message, nodeId }) => {
      const node = nodeId === undefined ? undefined : graph.nodes[nodeId];
      return { message, nodeTitle: node ? titleOf(node, definitions) : null };
    }),
  };
}
