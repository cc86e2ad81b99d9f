import { readDocument } from "#graph/read-document";
import type { Graph } from "#graph/schema";
import { viewCentre } from "./canvas-work.ts";
import type { EditorTools } from "./editor-tools.ts";
import { newId } from "./new-id.ts";
import { copySelection, pasteRecords } from "./paste-records.ts";
import { snapToGrid } from "./place-node.ts";
import type { Point } from "./wire-route.ts";

/** What is copied is a workflow file, so it pastes into other workflows, other tabs and text editors alike. */
export function clipboardText({ editor }: Pick<EditorTools, "editor">): string | null {
  const { graph, selection } = editor.getState();
  const part = copySelection(graph, selection);
  return part && JSON.stringify({ title: "Copied from Patchbay", graph: part });
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

export async function pasteFromClipboard(tools: EditorTools): Promise<void> {
  try {
    pasteText(tools, await navigator.clipboard.readText());
  } catch {
    tools.tell({
      tone: "failed",
      title: "The browser did not show the clipboard",
      description: "Ctrl+V works all the same.",
    });
  }
}

let lastPaste = { text: "", times: 0 };

/** Adds what the text holds, in the middle of the view unless said; each further time a step lower. Says so when it is no workflow. */
export function pasteText(tools: EditorTools, text: string, place?: Point): void {
  const { apply } = tools.editor.getState();
  const fragment = readFragment(text);
  if (!fragment) {
    tools.tell({ title: "Nothing to paste", description: "The clipboard holds no nodes and no workflow file." });
    return;
  }
  lastPaste = { text, times: lastPaste.text === text ? lastPaste.times + 1 : 0 };
  const centre = viewCentre(tools);
  const at = place ?? {
    x: snapToGrid(centre.x - 160) + lastPaste.times * 40,
    y: snapToGrid(centre.y - 120) + lastPaste.times * 40,
  };
  const { patch, canvasIds } = pasteRecords(fragment, { at, newId });
  apply(patch, { label: "Paste", select: canvasIds });
}

function readFragment(text: string): Graph | null {
  if (!text.trimStart().startsWith("{")) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const result = readDocument(json);
  if (!result.ok) return null;
  const { graph } = result.file;
  const hasSomething = [graph.nodes, graph.notes, graph.groups].some((records) => Object.keys(records).length > 0);
  return hasSomething ? graph : null;
}
