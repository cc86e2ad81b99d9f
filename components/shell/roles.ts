import type { Role } from "#server/service-context";

/** From the least to the most that a member may do. */
const ladder: readonly Role[] = ["viewer", "runner", "editor", "admin", "owner"];

export function hasRole(own: Role, needed: Role): boolean {
  return ladder.indexOf(own) >= ladder.indexOf(needed);
}
