import { interfaceOf } from "../../graph/interface-of.ts";
import { subGraphKey } from "../../graph/sub-graphs.ts";
import type { WorkflowRef } from "../../graph/workflow-ref.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import type { ServiceContext } from "../service-context.ts";
import { loadWorkflows } from "./load-sub-graphs.ts";
import { requireWorkflow } from "./require-workflow.ts";

/**
 * The workflow as the params of a node hold it, with the interface of the version asked for; null asks for the newest.
 *
 * @throws AppError NOT_FOUND for a workflow or a version that is not there.
 */
export async function referToWorkflow(
  context: Pick<ServiceContext, "tenant">,
  { workflowId, version }: { workflowId: string; version: number | null },
): Promise<{ ref: WorkflowRef; newestVersion: number }> {
  const { id, title, version: newestVersion } = await requireWorkflow(context, { workflowId });
  const asked = { id, version };
  const found = (await loadWorkflows(context, [asked]))[subGraphKey(asked)];
  if (!found) {
    throw new AppError("NOT_FOUND", `"${title}" has no version ${version}; its newest is ${newestVersion}.`);
  }
  return { ref: { ...asked, title, ...interfaceOf(found.graph, definitions) }, newestVersion };
}
