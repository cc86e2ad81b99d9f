import { eq, sql } from "drizzle-orm";
import { migrateParams } from "../../graph/migrate-params.ts";
import type { Graph } from "../../graph/schema.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { hashGraph } from "./hash-graph.ts";
import { insertVersion } from "./insert-version.ts";
import { isLiveWorkflow, isNewestVersion } from "./newest-version.ts";
import { workflowNotFound } from "./require-workflow.ts";

/** What a CONFLICT carries in `details`: what was saved since `baseVersion`. */
export type SaveConflict = { version: number; graph: Graph };

/**
 * Saves the graph as the next version after `baseVersion`. Saving what is saved already makes no version, so a save whose
 * answer was lost can be sent again.
 *
 * @throws AppError CONFLICT with `SaveConflict` details when `baseVersion` is not the newest any more.
 */
export async function saveWorkflow(
  { tenant, userId }: Pick<ServiceContext, "tenant" | "userId">,
  { workflowId, baseVersion, graph }: { workflowId: string; baseVersion: number; graph: Graph },
): Promise<{ version: number; savedAt: Date }> {
  const { workspaceId } = tenant;
  const hash = hashGraph(graph);
  return tenant.run(async (tx) => {
    const isIt = isLiveWorkflow({ workspaceId, workflowId });
    // The row's lock puts two savers in order. What the first one saved is looked up in a statement after it: one that waits
    // sees the changed row, but no row that was added since it began.
    const [locked] = await tx.select({ id: workflows.id }).from(workflows).where(isIt).for("update");
    if (!locked) throw workflowNotFound();
    const [current] = await tx
      .select({
        version: workflows.version,
        updatedAt: workflows.updatedAt,
        hash: workflowVersions.hash,
        versionId: workflowVersions.id,
      })
      .from(workflows)
      .innerJoin(workflowVersions, isNewestVersion)
      .where(isIt);
    if (!current) throw workflowNotFound();
    if (current.hash === hash) return { version: current.version, savedAt: current.updatedAt };

    if (current.version !== baseVersion) {
      const [newest] = await tx
        .select({ graph: workflowVersions.graph })
        .from(workflowVersions)
        .where(eq(workflowVersions.id, current.versionId));
      const details: SaveConflict = { version: current.version, graph: migrateParams(newest!.graph, definitions) };
      const message = `This workflow was saved elsewhere since version ${baseVersion}; it is at version ${current.version} now.`;
      throw new AppError("CONFLICT", message, { reason: "stale-base", details });
    }

    const version = baseVersion + 1;
    await insertVersion(tx, { workspaceId, workflowId, number: version, graph, hash, createdBy: userId });
    const [saved] = await tx
      .update(workflows)
      .set({ version, updatedAt: sql`now()` })
      .where(isIt)
      .returning({ savedAt: workflows.updatedAt });
    return { version, savedAt: saved!.savedAt };
  });
}
