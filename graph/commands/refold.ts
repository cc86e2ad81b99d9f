import type { GraphGroup } from "../schema.ts";

/** A frame whose folded records have other ids now; those that have none are left out. */
export function refold(
  group: GraphGroup,
  newIdOf: Record<"nodes" | "notes" | "groups", (id: string) => string | undefined>,
): GraphGroup {
  if (!group.folded) return group;
  const renamed = (table: "nodes" | "notes" | "groups") =>
    group.folded![table].flatMap((id) => newIdOf[table](id) ?? []);
  return { ...group, folded: { nodes: renamed("nodes"), notes: renamed("notes"), groups: renamed("groups") } };
}
