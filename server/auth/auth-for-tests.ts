import { randomUUID } from "node:crypto";
import type { Database } from "../db/client.ts";
import { members, workspaces } from "../db/schema/workspaces.ts";
import { users } from "../db/schema/accounts.ts";
import type { Role } from "../service-context.ts";
import type { SignedIn } from "./signed-in.ts";

/** A workspace with one person of each role, made without passwords. */
export async function createTestWorkspace(
  database: Database,
  name: string,
): Promise<{ id: string; name: string; people: Record<Role, SignedIn> }> {
  const [workspace] = await database
    .insert(workspaces)
    .values({ name })
    .returning({ id: workspaces.id, name: workspaces.name });
  const add = async (role: Role): Promise<SignedIn> => {
    const user = { id: randomUUID(), name: `${name} ${role}`, email: `${role}-${randomUUID()}@example.test` };
    await database.insert(users).values({ ...user, origin: "invited" });
    await database.insert(members).values({ workspaceId: workspace!.id, userId: user.id, role });
    return { user, workspace: workspace!, role };
  };
  const people = {
    viewer: await add("viewer"),
    runner: await add("runner"),
    editor: await add("editor"),
    admin: await add("admin"),
    owner: await add("owner"),
  };
  return { ...workspace!, people };
}
