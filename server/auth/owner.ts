import { eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { users } from "../db/schema/accounts.ts";
import { members, workspaces } from "../db/schema/workspaces.ts";

/** True until the first account exists: its maker becomes the owner. */
export async function needsOwner(database: Database): Promise<boolean> {
  const rows = await database.select({ id: users.id }).from(users).limit(1);
  return rows.length === 0;
}

/**
 * Gives the account that claimed this installation its workspace, unless it has one. Called after sign-up, and again
 * whenever that account is found without one: a process may have ended in between.
 */
export async function ensureOwnerWorkspace(database: Database, user: { id: string; name: string }): Promise<void> {
  await database.transaction(async (tx) => {
    // The row's lock puts two calls for the same person in order.
    const [owner] = await tx.select({ origin: users.origin }).from(users).where(eq(users.id, user.id)).for("update");
    if (owner?.origin !== "owner") return;
    const [existing] = await tx
      .select({ one: sql`1` })
      .from(workspaces)
      .limit(1);
    if (existing) return;
    const [workspace] = await tx
      .insert(workspaces)
      .values({ name: `${user.name}'s workspace` })
      .returning({ id: workspaces.id });
    await tx.insert(members).values({ workspaceId: workspace!.id, userId: user.id, role: "owner" });
  });
}
