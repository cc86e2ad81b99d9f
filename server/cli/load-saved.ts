import type { WorkflowFile } from "../../graph/schema.ts";
import { tenantOf } from "../db/tenant.ts";
import { exportWorkflow } from "../workflows/export-workflow.ts";
import { findSaved } from "./find-saved.ts";
import { withDatabase } from "./with-database.ts";

/**
 * The newest version of a saved workflow, by its title or id, from the database of `DATABASE_URL` or of the data folder.
 *
 * @throws UsageError where there is none or more than one of that title
 */
export async function loadSaved(subject: string): Promise<WorkflowFile> {
  return await withDatabase(async ({ database }) => {
    const { id: workflowId, workspaceId } = await findSaved(database, subject);
    return exportWorkflow({ tenant: tenantOf(database, workspaceId) }, { workflowId });
  });
}
