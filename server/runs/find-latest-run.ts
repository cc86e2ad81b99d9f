import "#server-only";
import { and, desc, eq, ne } from "drizzle-orm";
import type { RunStatus } from "../../graph/run-events.ts";
import type { RunPart } from "../../graph/run-part.ts";
import { runs } from "../db/schema/runs.ts";
import type { ServiceContext } from "../service-context.ts";

/** The newest run of the workflow, so that an editor that opens attaches to it. Those of tests show nothing that a person has just done. */
export async function findLatestRun(
  { tenant }: ServiceContext,
  { workflowId }: { workflowId: string },
): Promise<{ runId: string; status: RunStatus; part: RunPart } | null> {
  const [run] = await tenant.run((tx) =>
    tx
      .select({ runId: runs.id, status: runs.status, part: runs.part })
      .from(runs)
      .where(and(eq(runs.workspaceId, tenant.workspaceId), eq(runs.workflowId, workflowId), ne(runs.trigger, "test")))
      .orderBy(desc(runs.number))
      .limit(1),
  );
  return run ?? null;
}
