import { z } from "zod";
import { graphEdgeSchema } from "#graph/schema";
import type { Graph, GraphEdge } from "#graph/schema";

/**
 * What was copied last in this browser, beside the text in the clipboard: from which workspace, and the wires that led into it.
 * The text itself is a workflow, which has no place for wires that begin nowhere.
 */
const copiedSchema = z.object({ of: z.string(), workspaceId: z.string(), links: z.array(graphEdgeSchema) });
const key = "patchbay.copied";

/** Ids are random, so the same ones are the same copy. */
function nameOf({ nodes, notes, groups }: Graph): string {
  return [nodes, notes, groups].map((records) => Object.keys(records).toSorted().join()).join(" ");
}

export function rememberCopied(part: Graph, { workspaceId, links }: { workspaceId: string; links: GraphEdge[] }): void {
  try {
    localStorage.setItem(key, JSON.stringify({ of: nameOf(part), workspaceId, links }));
  } catch {
    // Without storage a copy is taken for one from elsewhere: it is checked, and pasted without wires from outside.
  }
}

/** Null for what was copied elsewhere, or in another workspace. */
export function findCopied(part: Graph, { workspaceId }: { workspaceId: string }): { links: GraphEdge[] } | null {
  try {
    const copied = copiedSchema.parse(JSON.parse(localStorage.getItem(key) ?? ""));
    return copied.of === nameOf(part) && copied.workspaceId === workspaceId ? { links: copied.links } : null;
  } catch {
    return null;
  }
}
