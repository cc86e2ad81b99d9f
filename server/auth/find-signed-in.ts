import { asc, eq } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { members, workspaces } from "../db/schema/workspaces.ts";
import type { Auth } from "./create-auth.ts";
import { ensureOwnerWorkspace } from "./owner.ts";
import type { SignedIn } from "./signed-in.ts";

/**
 * Who sends these headers, and in which workspace: the one that the person has been a member of longest. Null without a
 * session, with one that ran out or was tampered with, and for an account that is a member nowhere.
 */
export async function findSignedIn(
  { auth, database }: { auth: Auth; database: Database },
  headers: Headers,
): Promise<SignedIn | null> {
  if (!headers.has("cookie")) return null;
  const session = await auth.api.getSession({ headers });
  if (!session) return null;
  const { id, name, email } = session.user;
  const user = { id, name, email };
  const membership = (await findMembership(database, id)) ?? (await repairMembership(database, session.user));
  return membership && { user, ...membership };
}

async function findMembership(
  database: Database,
  userId: string,
): Promise<Pick<SignedIn, "workspace" | "role"> | null> {
  const [row] = await database
    .select({ workspace: { id: workspaces.id, name: workspaces.name }, role: members.role })
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.userId, userId))
    .orderBy(asc(members.createdAt), asc(members.workspaceId))
    .limit(1);
  return row ?? null;
}

async function repairMembership(
  database: Database,
  user: { id: string; name: string; origin?: string | null | undefined },
) {
  if (user.origin !== "owner") return null;
  await ensureOwnerWorkspace(database, user);
  return findMembership(database, user.id);
}
