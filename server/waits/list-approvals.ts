import "#server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import type { ApproverRole } from "../../graph/waits.ts";
import { runs } from "../db/schema/runs.ts";
import { waits } from "../db/schema/waits.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { hasRole, type ServiceContext } from "../service-context.ts";

/** More are not looked through by anyone; the count says that there are. */
const MAX_ROWS = 200;

/** A question to people that nobody has answered yet. */
export type OpenApproval = {
  runId: string;
  runNumber: number;
  workflowId: string;
  workflowTitle: string;
  nodeId: string;
  nodeTitle: string;
  /** "2" for the third item of a list; "" where there is no list. */
  item: string;
  message: string;
  role: ApproverRole;
  /** Whether this member's role is high enough. */
  mayAnswer: boolean;
  value: RecordedFlow;
  createdAt: Date;
  dueAt: Date | null;
};

/** What is to be answered in the workspace, the oldest first. */
export async function listApprovals({
  tenant,
  role,
}: ServiceContext): Promise<{ items: OpenApproval[]; total: number }> {
  return tenant.run(async (tx) => {
    const rows = await tx
      .select({
        runId: waits.runId,
        runNumber: runs.number,
        workflowId: runs.workflowId,
        workflowTitle: workflows.title,
        nodeId: waits.nodeId,
        nodeTitle: waits.title,
        item: waits.item,
        message: waits.message,
        role: waits.role,
        value: waits.value,
        createdAt: waits.createdAt,
        dueAt: waits.dueAt,
      })
      .from(waits)
      .innerJoin(runs, and(eq(runs.workspaceId, waits.workspaceId), eq(runs.id, waits.runId)))
      .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
      .where(isOpen(tenant.workspaceId))
      // By place in the list within a step: "10" comes after "9".
      .orderBy(
        asc(waits.createdAt),
        asc(waits.runId),
        asc(waits.nodeId),
        sql`string_to_array(${waits.item}, '.')::int[]`,
      )
      .limit(MAX_ROWS);
    const items = rows.map(({ nodeTitle, message, value, role: asked, ...row }) => ({
      ...row,
      // An approval has all of them.
      nodeTitle: nodeTitle!,
      message: message!,
      value: value!,
      role: asked!,
      mayAnswer: hasRole(role, asked!),
    }));
    return { items, total: await countOpen(tx, tenant.workspaceId) };
  });
}

/** How many questions of the workspace are open. */
export async function countApprovals({ tenant }: ServiceContext): Promise<number> {
  return tenant.run((tx) => countOpen(tx, tenant.workspaceId));
}

async function countOpen(tx: TenantTransaction, workspaceId: string): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(waits)
    .innerJoin(runs, and(eq(runs.workspaceId, waits.workspaceId), eq(runs.id, waits.runId)))
    .where(isOpen(workspaceId));
  return row!.count;
}

function isOpen(workspaceId: string) {
  return and(
    eq(waits.workspaceId, workspaceId),
    eq(waits.kind, "approval"),
    isNull(waits.answer),
    isNull(runs.finishedAt),
  );
}
