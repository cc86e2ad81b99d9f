import type { Tenant } from "./db/tenant.ts";

/** In rising order: each may do all that those before it may. */
export const roles = ["viewer", "runner", "editor", "admin", "owner"] as const;
export type Role = (typeof roles)[number];

/** Whom a service acts for. The role is checked by the procedure before; services use it where the answer depends on it. */
export type ServiceContext = { tenant: Tenant; userId: string; role: Role };

export function hasRole(role: Role, atLeast: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(atLeast);
}
