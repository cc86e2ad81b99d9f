import "#server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import type { ApproverRole } from "../../graph/waits.ts";
import { waits } from "../db/schema/waits.ts";
import { requireRun } from "../runs/require-run.ts";
import { hasRole, type ServiceContext } from "../service-context.ts";

/** What a step of a run waits or waited for, and what came of it. */
export type RunWait = {
  nodeId: string;
  item: string;
  createdAt: Date;
  dueAt: Date | null;
  answer: "approved" | "rejected" | "due" | null;
  answeredAt: Date | null;
  answeredByName: string | null;
  note: string;
} & (
  | { kind: "time" }
  | { kind: "approval"; title: string; message: string; role: ApproverRole; mayAnswer: boolean; value: RecordedFlow }
);

/** @throws AppError NOT_FOUND for an unknown and another workspace's run alike. */
export async function listRunWaits(context: ServiceContext, { runId }: { runId: string }): Promise<RunWait[]> {
  const { tenant, role } = context;
  await requireRun(context, runId);
  const rows = await tenant.run((tx) =>
    tx
      .select()
      .from(waits)
      .where(and(eq(waits.workspaceId, tenant.workspaceId), eq(waits.runId, runId)))
      .orderBy(asc(waits.createdAt), asc(waits.nodeId), sql`string_to_array(${waits.item}, '.')::int[]`),
  );
  return rows.map((row): RunWait => {
    const { nodeId, item, createdAt, dueAt, answer, answeredAt, answeredByName, note } = row;
    const common = { nodeId, item, createdAt, dueAt, answer, answeredAt, answeredByName, note };
    if (row.kind === "time") return { ...common, kind: "time" };
    // An approval has all of them.
    const { title, message, role: asked, value } = row;
    const mayAnswer = hasRole(role, asked!);
    return { ...common, kind: "approval", title: title!, message: message!, role: asked!, mayAnswer, value: value! };
  });
}
