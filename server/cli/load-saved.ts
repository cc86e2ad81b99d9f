import { existsSync } from "node:fs";
import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { WorkflowFile } from "../../graph/schema.ts";
import { openDatabase } from "../db/client.ts";
import type { Database } from "../db/client.ts";
import { startLocalPostgres } from "../db/local-postgres/start-local-postgres.ts";
import { stopLocalPostgres } from "../db/local-postgres/stop-local-postgres.ts";
import { workflows } from "../db/schema/workflows.ts";
import { workspaces } from "../db/schema/workspaces.ts";
import { tenantOf } from "../db/tenant.ts";
import { readEnv } from "../env.ts";
import { exportWorkflow } from "../workflows/export-workflow.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The newest version of a saved workflow, by its title or id, from the database of `DATABASE_URL` or of the data folder.
 *
 * @throws UsageError where there is none or more than one of that title
 */
export async function loadSaved(subject: string): Promise<WorkflowFile> {
  return await withDatabase(async (database) => {
    const found = await database
      .select({ id: workflows.id, workspaceId: workflows.workspaceId, workspace: workspaces.name })
      .from(workflows)
      .innerJoin(workspaces, eq(workspaces.id, workflows.workspaceId))
      .where(
        and(isNull(workflows.removedAt), or(eq(workflows.title, subject), sql`${workflows.id}::text = ${subject}`)),
      );
    const [workflow, other] = found;
    if (!workflow) throw new UsageError(`There is no saved workflow with the title or id "${subject}".`);
    if (other) {
      const ids = found.map(({ id, workspace }) => `  ${id} in ${workspace}`).join("\n");
      throw new UsageError(`${found.length} workflows are called "${subject}". Name one by its id:\n${ids}`);
    }
    return exportWorkflow({ tenant: tenantOf(database, workflow.workspaceId) }, { workflowId: workflow.id });
  });
}

/** Joins the local Postgres where it runs; one that had to be started for this is ended again. */
async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = readEnv();
  if (databaseUrl === undefined && !existsSync(dataDir)) {
    throw new UsageError(
      `There is no data folder ${dataDir}. Set PATCHBAY_DATA or DATABASE_URL to where workflows are saved.`,
    );
  }
  const local = databaseUrl === undefined ? await startLocalPostgres(dataDir) : null;
  const database = openDatabase(databaseUrl ?? local!.url, { name: "patchbay cli", maxConnections: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
    if (local?.startedByUs) await stopLocalPostgres(dataDir);
  }
}
