import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { workflows } from "../db/schema/workflows.ts";
import { workspaces } from "../db/schema/workspaces.ts";
import { UsageError } from "./usage-error.ts";

/** A saved workflow of any workspace, by its title or id. @throws UsageError where there is none or more than one of that title */
export async function findSaved(
  database: Database,
  subject: string,
): Promise<{ id: string; title: string; workspaceId: string }> {
  const found = await database
    .select({
      id: workflows.id,
      title: workflows.title,
      workspaceId: workflows.workspaceId,
      workspace: workspaces.name,
    })
    .from(workflows)
    .innerJoin(workspaces, eq(workspaces.id, workflows.workspaceId))
    .where(and(isNull(workflows.removedAt), or(eq(workflows.title, subject), sql`${workflows.id}::text = ${subject}`)));
  const [workflow, other] = found;
  if (!workflow) throw new UsageError(`There is no saved workflow with the title or id "${subject}".`);
  if (other) {
    const ids = found.map(({ id, workspace }) => `  ${id} in ${workspace}`).join("\n");
    throw new UsageError(`${found.length} workflows are called "${subject}". Name one by its id:\n${ids}`);
  }
  const { workspace: _workspace, ...one } = workflow;
  return one;
}
