import { renameNode } from "#graph/commands/update-records";
import { titleOf } from "#graph/title-of";
import type { EditorStore } from "../editor-store.ts";

/** Ends the editing of a title: null leaves it, the title of the node's type is no title of its own. */
export function renameTo(editor: EditorStore, nodeId: string, title: string | null): void {
  const { apply, graph, library, setRenaming } = editor.getState();
  setRenaming(null);
  const node = graph.nodes[nodeId];
  if (!node || title === null || title === titleOf(node, library)) return;
  const { title: _title, ...untitled } = node;
  const isTypeTitle = title === titleOf(untitled, library);
  apply(renameNode(graph, { nodeId, title: isTypeTitle ? "" : title }), { label: "Rename" });
}
