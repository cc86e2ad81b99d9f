import type { SignedIn } from "./auth/signed-in.ts";
import type { Database } from "./db/client.ts";
import { tenantOf } from "./db/tenant.ts";
import type { ServiceContext } from "./service-context.ts";

/** The context in which services act for this person. */
export function contextOf(database: Database, { user, workspace, role }: SignedIn): ServiceContext {
  return { tenant: tenantOf(database, workspace.id), userId: user.id, role };
}
