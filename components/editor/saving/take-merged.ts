import { patchBetween } from "#graph/diff-graphs";
import type { GraphMerge } from "#graph/merge-graphs";
import { invertPatch } from "#graph/patch";
import { rebasePatch } from "#graph/rebase-patch";
import type { Graph } from "#graph/schema";
import { formatQuantity } from "../../ui/format-number.ts";
import { showToast } from "../../ui/toast-store.ts";
import { markChanges } from "../../together/together-store.ts";
import type { TogetherStore } from "../../together/together-store.ts";
import type { MergeOrigin, Saved } from "./autosave.ts";
import type { EditorStore } from "../editor-store.ts";

/** Puts a merged document on the canvas and says what came in. One's own lost changes are a step of undo; those of others are not. */
export function takeMerged(
  { editor, together }: { editor: EditorStore; together: TogetherStore },
  graph: Graph,
  { merge, origin, from }: { merge: GraphMerge; origin: MergeOrigin; from: Saved },
) {
  const { graph: now, apply, takeIn } = editor.getState();
  if (origin === "saved") {
    const by = from.by ?? together.getState().savers.get(from.version) ?? "Someone";
    takeIn(graph);
    markChanges(together, { before: now, after: graph, merge, by });
    return;
  }
  apply(patchBetween(now, graph), { label: "Take back what was not saved" });
  showToast({
    title: "What was not saved is back",
    description: `${formatQuantity(merge.mine.length + merge.clashes.length, "change")} of a tab that was closed before they were saved.`,
    action: undoOfLast(editor),
  });
}

/** Goes back to what a version was: one step of undo, saved as the next version. */
export function restoreVersion(editor: EditorStore, { version, graph }: { version: number; graph: Graph }) {
  const { graph: now, apply } = editor.getState();
  apply(patchBetween(now, graph), { label: `Restore version ${version}` });
  showToast({ title: `Version ${version} is restored`, action: undoOfLast(editor) });
}

/** Takes back what was done a moment ago, and nothing else: one may have gone on before the button is pressed. */
function undoOfLast(editor: EditorStore): { label: string; onAction: () => void } {
  const step = editor.getState().past.at(-1);
  return {
    label: "Undo",
    onAction() {
      const { graph, past, undo, apply } = editor.getState();
      if (step === past.at(-1)) undo();
      else if (step) apply(rebasePatch(graph, invertPatch(step.patch)), { label: `Undo: ${step.label}` });
    },
  };
}
