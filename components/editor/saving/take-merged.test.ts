import { expect, test } from "vitest";
import { patchBetween } from "#graph/diff-graphs";
import { graphOf, testLibrary } from "#graph/graph-for-tests";
import { useToastStore } from "../../ui/toast-store.ts";
import { createEditorStore } from "../editor-store.ts";
import { restoreVersion } from "./take-merged.ts";

const before = graphOf("photo: camera", "small: resize");
const restored = graphOf("photo: camera");

function restoreInEditor() {
  const editor = createEditorStore({ graph: before, library: testLibrary });
  restoreVersion(editor, { version: 3, graph: restored });
  const { onAction: undoRestore } = useToastStore.getState().toasts.at(-1)!.action!;
  return { editor, undoRestore, nodes: () => Object.keys(editor.getState().graph.nodes) };
}

test("the notice of a restored version takes it back as an undo does", () => {
  const { editor, undoRestore, nodes } = restoreInEditor();

  undoRestore();

  expect(nodes()).toEqual(["photo", "small"]);
  expect(editor.getState().future).toHaveLength(1);
});

test("what was done after it stays", () => {
  const { editor, undoRestore, nodes } = restoreInEditor();
  const { graph, apply, undo } = editor.getState();
  apply(patchBetween(graph, graphOf("photo: camera", "end: sink")), { label: "Add End" });

  undoRestore();

  expect(nodes().toSorted()).toEqual(["end", "photo", "small"]);
  undo();
  undo();
  expect(nodes()).toEqual(["photo"]);
});
