import { BetweenHorizontalStart, Replace } from "lucide-react";
import { hasOneEdge, hasOneNode, mayEdit } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import { selectedEdge, selectedNode } from "./editor-store.ts";
import { openNodesFor } from "./open-nodes.ts";
import { insertButton } from "./wire-focus.ts";
import type { Point } from "./wire-route.ts";

export const rewireActions: readonly EditorAction[] = [
  {
    id: "insert-into-wire",
    label: "Insert a node into the wire…",
    group: "Edit",
    keys: ["I"],
    icon: BetweenHorizontalStart,
    when: (tools) => mayEdit(tools) && hasOneEdge(tools),
    run(tools) {
      const edgeId = selectedEdge(tools.editor.getState());
      if (edgeId) openNodesFor(tools, { kind: "edge", edgeId }, below(insertButton(edgeId)));
    },
  },
  {
    id: "replace-node",
    label: "Replace with…",
    group: "Edit",
    keys: ["R"],
    icon: Replace,
    isOnSelection: true,
    when: (tools) => mayEdit(tools) && hasOneNode(tools),
    run(tools) {
      const nodeId = selectedNode(tools.editor.getState());
      if (nodeId) openNodesFor(tools, { kind: "replace", nodeId }, below(cardElement(nodeId)));
    },
  },
];

function cardElement(nodeId: string): Element | null {
  return document.querySelector(`[data-node-id="${CSS.escape(nodeId)}"]`);
}

function below(element: Element | null): Point {
  if (!element) return { x: window.innerWidth / 2 - 128, y: window.innerHeight / 3 };
  const { left, top, height } = element.getBoundingClientRect();
  return { x: left, y: top + Math.min(height, 34) + 4 };
}
