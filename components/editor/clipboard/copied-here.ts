import { z } from "zod";
import { graphEdgeSchema } from "#graph/schema";
import type { GraphEdge } from "#graph/schema";

/**
 * What was copied last in this browser, beside the text in the clipboard: from which workspace, and the wires that led into it.
 * The text itself is a workflow, which has no place for wires that begin nowhere.
 */
const copiedSchema = z.object({ of: z.string(), workspaceId: z.string(), links: z.array(graphEdgeSchema) });
const key = "patchbay.copied";

/** Of all the text: ids come along from files and templates, so what another installation has under the same ones differs. */
function nameOf(text: string): string {
  let one = 0x9e3779b9;
  let other = 0x85ebca6b;
  for (let at = 0; at < text.length; at++) {
    one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
    other = Math.imul(other ^ text.charCodeAt(at), 0x5bd1e995);
  }
  return [text.length, one >>> 0, other >>> 0].join(" ");
}

export function rememberCopied(
  text: string,
  { workspaceId, links }: { workspaceId: string; links: GraphEdge[] },
): void {
  try {
    localStorage.setItem(key, JSON.stringify({ of: nameOf(text), workspaceId, links }));
  } catch {
    // Without storage a copy is taken for one from elsewhere: it is checked, and pasted without wires from outside.
  }
}

/** Null for what was copied elsewhere, or in another workspace. */
export function findCopied(text: string, { workspaceId }: { workspaceId: string }): { links: GraphEdge[] } | null {
  try {
    const copied = copiedSchema.parse(JSON.parse(localStorage.getItem(key) ?? ""));
    return copied.of === nameOf(text) && copied.workspaceId === workspaceId ? { links: copied.links } : null;
  } catch {
    return null;
  }
}
