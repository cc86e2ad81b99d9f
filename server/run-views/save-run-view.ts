import "#server-only";
import { and, count, eq, ne, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { runViews } from "../db/schema/run-views.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { requireRunQuery } from "../runs/find/require-run-query.ts";
import type { ServiceContext } from "../service-context.ts";

/** As many as a menu can hold. */
const MOST_VIEWS = 100;

type NewView = { name: string; query: string; columns: readonly string[] };

/** @throws AppError BAD_REQUEST "bad-query"; CONFLICT "name-taken", "too-many-views" */
export async function createRunView(
  { tenant, userId }: ServiceContext,
  { name, query, columns }: NewView,
): Promise<{ viewId: string }> {
  const { workspaceId } = tenant;
  requireRunQuery(query);
  return tenant.run(async (tx) => {
    await refuseTakenName(tx, { workspaceId, name });
    const [row] = await tx.select({ views: count() }).from(runViews).where(eq(runViews.workspaceId, workspaceId));
    if (row!.views >= MOST_VIEWS) {
      const message = `A workspace keeps up to ${MOST_VIEWS} saved views. Delete one that nobody uses.`;
      throw new AppError("CONFLICT", message, { reason: "too-many-views" });
    }
    const values = { workspaceId, name, query, columns: [...columns], createdBy: userId };
    const [view] = await tx.insert(runViews).values(values).returning({ viewId: runViews.id });
    return view!;
  });
}

type ViewChange = {
  viewId: string;
  name?: string | undefined;
  query?: string | undefined;
  columns?: readonly string[] | undefined;
};

/** Renames a view, or lets it show something else. @throws AppError NOT_FOUND, and as `createRunView` */
export async function changeRunView(
  { tenant }: Pick<ServiceContext, "tenant">,
  { viewId, name, query, columns }: ViewChange,
): Promise<void> {
  const { workspaceId } = tenant;
  if (query !== undefined) requireRunQuery(query);
  await tenant.run(async (tx) => {
    if (name !== undefined) await refuseTakenName(tx, { workspaceId, name, viewId });
    const changed = await tx
      .update(runViews)
      // At least one column, or there would be no statement.
      .set({
        ...(name !== undefined && { name }),
        ...(query !== undefined && { query }),
        ...(columns && { columns: [...columns] }),
        workspaceId,
      })
      .where(and(eq(runViews.workspaceId, workspaceId), eq(runViews.id, viewId)))
      .returning({ id: runViews.id });
    if (changed.length === 0) throw noSuchView();
  });
}

/** @throws AppError NOT_FOUND */
export async function removeRunView(
  { tenant }: Pick<ServiceContext, "tenant">,
  { viewId }: { viewId: string },
): Promise<void> {
  const removed = await tenant.run((tx) =>
    tx
      .delete(runViews)
      .where(and(eq(runViews.workspaceId, tenant.workspaceId), eq(runViews.id, viewId)))
      .returning({ id: runViews.id }),
  );
  if (removed.length === 0) throw noSuchView();
}

const noSuchView = () => new AppError("NOT_FOUND", "There is no such saved view.");

/** Two who save the same name at once are kept apart by the index; this says it in words. */
async function refuseTakenName(
  tx: TenantTransaction,
  { workspaceId, name, viewId }: { workspaceId: string; name: string; viewId?: string },
) {
  const [taken] = await tx
    .select({ name: runViews.name })
    .from(runViews)
    .where(
      and(
        eq(runViews.workspaceId, workspaceId),
        sql`lower(${runViews.name}) = lower(${name})`,
        viewId === undefined ? undefined : ne(runViews.id, viewId),
      ),
    );
  if (!taken) return;
  throw new AppError("CONFLICT", `There is a view “${taken.name}” already. Choose another name, or change that one.`, {
    reason: "name-taken",
  });
}
