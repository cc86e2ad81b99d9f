import type { WorkflowFile } from "../../graph/schema.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

export async function exportWorkflow(_context: ServiceContext, _args: { workflowId: string }): Promise<WorkflowFile> {
  return notBuilt();
}
