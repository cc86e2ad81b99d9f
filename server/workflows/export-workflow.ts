import type { WorkflowFile } from "../../graph/schema.ts";
import type { ServiceContext } from "../service-context.ts";
import { loadSubGraphs } from "./load-sub-graphs.ts";
import { requireWorkflow } from "./require-workflow.ts";

/**
 * The newest version as a file, with the workflows that it runs: what `importWorkflow` and the command line read.
 *
 * @throws AppError NOT_FOUND
 */
export async function exportWorkflow(
  context: Pick<ServiceContext, "tenant">,
  { workflowId }: { workflowId: string },
): Promise<WorkflowFile> {
  const { title, description, graph } = await requireWorkflow(context, { workflowId });
  const workflows = await loadSubGraphs(context, graph);
  return {
    title,
    ...(description !== "" && { description }),
    graph,
    ...(Object.keys(workflows).length > 0 && { workflows }),
  };
}
