import { stripSecrets } from "#graph/strip-secrets";
import { asServerError } from "#components/trpc";
import { viewCentre } from "../canvas/canvas-work.ts";
import { findCopied, rememberCopied } from "./copied-here.ts";
import type { EditorTools } from "../editor-tools.ts";
import { newId } from "../new-id.ts";
import { copySelection, linksInto, pasteRecords } from "./paste-records.ts";
import { snapToGrid } from "../adding/place-node.ts";
import { readFragment } from "./read-fragment.ts";
import type { Point } from "../wires/wire-route.ts";

/**
 * What is copied is a workflow file, so it pastes into other workflows, other tabs, other workspaces and text editors alike.
 * Secrets do not go into the clipboard; they are named.
 */
export function clipboardText(tools: EditorTools): string | null {
  const { editor, workspaceId, tell } = tools;
  const { graph, selection } = editor.getState();
  const part = copySelection(graph, selection);
  if (!part) return null;
  const { graph: copied, warnings } = stripSecrets(part, { keepPaths: true });
  const text = JSON.stringify({ title: "Copied from Patchbay", graph: copied });
  rememberCopied(text, { workspaceId, links: linksInto(graph, part) });
  if (warnings.length > 0) tell({ title: "Copied without secrets", description: firstOf(warnings) });
  return text;
}

export async function copyToClipboard(tools: EditorTools): Promise<boolean> {
  const text = clipboardText(tools);
  if (text === null) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    tools.tell({
      tone: "failed",
      title: "The browser did not let the copy into the clipboard",
      description: "Ctrl+C works all the same.",
    });
    return false;
  }
}

export async function pasteFromClipboard(tools: EditorTools, how: How = {}): Promise<void> {
  let text: string;
  try {
    text = await navigator.clipboard.readText();
  } catch {
    tools.tell({
      tone: "failed",
      title: "The browser did not show the clipboard",
      description: how.isLinked ? "Allow this page to read it, and try again." : "Ctrl+V works all the same.",
    });
    return;
  }
  await pasteText(tools, text, how);
}

/** `isLinked` also wires it to what it read from where it was copied, as far as that is here and fits. */
type How = { place?: Point; isLinked?: boolean };

let lastPaste = { text: "", times: 0 };

/**
 * Adds what the text holds, in the middle of the view unless said; each further time a step lower. What comes from elsewhere is
 * looked through first: what was left out of it, and what this workspace does not have, is named.
 */
export async function pasteText(
  tools: EditorTools,
  text: string,
  { place, isLinked = false }: How = {},
): Promise<void> {
  const { editor, workspaceId, tell } = tools;
  const { library, graph } = editor.getState();
  const fragment = readFragment(text, library, { nodesThere: Object.keys(graph.nodes).length });
  if (!fragment.ok) {
    tell({ title: fragment.title, description: fragment.reason });
    return;
  }
  const own = findCopied(text, { workspaceId });
  let { graph: part } = fragment;
  if (!own) {
    try {
      const cleaned = await tools.cleanPasted(part);
      part = cleaned.graph;
      if (cleaned.warnings.length > 0) {
        tell({ title: "Pasted, but not all of it came along", description: firstOf(cleaned.warnings) });
      }
    } catch (error) {
      const reason =
        asServerError(error)?.message ??
        "The server does not answer, and what comes from elsewhere is looked through there first. Try again.";
      tell({ tone: "failed", title: "Not pasted", description: reason });
      return;
    }
  }
  lastPaste = { text, times: lastPaste.text === text ? lastPaste.times + 1 : 0 };
  const centre = viewCentre(tools);
  const at = place ?? {
    x: snapToGrid(centre.x - 160) + lastPaste.times * 40,
    y: snapToGrid(centre.y - 120) + lastPaste.times * 40,
  };
  const now = editor.getState();
  const links = isLinked ? { into: now.graph, library: now.library, edges: own?.links ?? [] } : undefined;
  const { patch, canvasIds, lost } = pasteRecords(part, { at, newId, ...(links && { links }) });
  now.apply(patch, { label: "Paste", select: canvasIds });
  if (isLinked && !own) {
    tell({
      title: "Pasted without wires from outside",
      description: "It was copied elsewhere, so these begin nowhere here.",
    });
  } else if (lost > 0) {
    tell({
      title: "Some wires from outside are missing",
      description: `${lost} of them begin at nodes that are not here, or do not fit.`,
    });
  }
}

const MAX_NAMED = 3;

function firstOf(warnings: readonly { message: string }[]): string {
  const named = warnings.slice(0, MAX_NAMED).map(({ message }) => message);
  const more = warnings.length - named.length;
  return [...named, ...(more > 0 ? [`There are ${more} more.`] : [])].join(" ");
}
