import { BetweenHorizontalStart, Minus, Replace, Spline } from "lucide-react";
import { bendEdge, straightenEdges } from "#graph/commands/bend-edges";
import { MAX_BENDS } from "#graph/limits";
import { hasOneEdge, hasOneNode, mayEdit } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import { selectedEdge, selectedNode } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { canvasEdges } from "../canvas/canvas-records.ts";
import { openNodesFor } from "../canvas/open-nodes.ts";
import { insertButton } from "../wires/wire-focus.ts";
import { badgePoint } from "../wires/wire-path.ts";
import { planWires } from "../wires/wire-planner.ts";
import { placeOfBend } from "../wires/wire-route.ts";
import type { Point } from "../wires/wire-route.ts";

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
    id: "bend-wire",
    label: "Add a bend to the wire",
    group: "Edit",
    keys: ["K"],
    icon: Spline,
    when: (tools) => mayEdit(tools) && hasOneEdge(tools),
    run: bendChosenWire,
  },
  {
    id: "straighten-wires",
    label: "Take the bends out of the wires",
    group: "Edit",
    keys: ["Shift+K"],
    icon: Minus,
    when: (tools) => mayEdit(tools) && chosenBentWires(tools).length > 0,
    run(tools) {
      const { graph, apply } = tools.editor.getState();
      apply(straightenEdges(graph, chosenBentWires(tools)), { label: "Take the bends out" });
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
  const elements = document.querySelectorAll(`[data-node-id="${CSS.escape(nodeId)}"]`);
  // Behind the outline the canvas goes on, unseen.
  return [...elements].find((element) => !element.closest("[inert]")) ?? null;
}

function below(element: Element | null): Point {
  if (!element) return { x: window.innerWidth / 2 - 128, y: window.innerHeight / 3 };
  const { left, top, height } = element.getBoundingClientRect();
  return { x: left, y: top + Math.min(height, 34) + 4 };
}

function chosenBentWires({ editor }: EditorTools): string[] {
  const { graph, selection } = editor.getState();
  return [...selection].filter((id) => graph.edges[id]?.bends);
}

/** In the middle of its longest level piece, and with the focus, so that arrows move it. */
function bendChosenWire({ editor, flow }: EditorTools): void {
  const state = editor.getState();
  const edgeId = selectedEdge(state);
  const edge = state.graph.edges[edgeId ?? ""];
  const corners = planWires({ nodes: flow.getNodes(), edges: canvasEdges(state) }, state).get(edgeId ?? "");
  const [from, to] = [corners?.[0], corners?.at(-1)];
  if (!edgeId || !edge || !corners || !from || !to || (edge.bends?.length ?? 0) >= MAX_BENDS) return;
  const { x, y } = badgePoint(corners);
  const at = { x: Math.round(x), y: Math.round(y) };
  const bends = edge.bends ?? [];
  const place = placeOfBend(from, to, { bends, at });
  state.apply(bendEdge(state.graph, { edgeId, bends: bends.toSpliced(place, 0, at) }), { label: "Bend the wire" });
  requestAnimationFrame(() =>
    document.querySelector<SVGElement>(`[data-wire-bend="${CSS.escape(`${edgeId} ${place}`)}"]`)?.focus(),
  );
}
