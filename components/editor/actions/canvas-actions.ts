import { Frame, Search, StickyNote, Workflow } from "lucide-react";
import { moveRecords } from "#graph/commands/move-records";
import type { GraphEdge } from "#graph/schema";
import { NUDGE, addFrame, addNoteAt, goToNode } from "../canvas/canvas-work.ts";
import { hasOneEdge, hasOneNode, hasSelection, mayEdit } from "./editor-action.ts";
import type { EditorAction } from "./editor-action.ts";
import { recordId, selectedEdge, selectedNode } from "../editor-store.ts";
import { neighbourOf } from "../wires/neighbours.ts";
import type { Direction } from "../wires/neighbours.ts";
import { openNodesFor } from "../canvas/open-nodes.ts";
import { focusInInspector } from "../inspector/focus-in-inspector.ts";
import { openChosenWorkflow } from "../structure/open-inner.ts";
import { belowRow, rowElement } from "../outline/row-keys.ts";
import { portOnScreen } from "../nodes/port-on-screen.ts";
import { chosenSubWorkflow } from "../structure/structure-work.ts";
import { tidyUp } from "../selection/tidy-up.ts";
import { withoutLocked } from "../selection/without-locked.ts";

const arrows: Record<Direction, { key: string; words: string; by: { x: number; y: number } }> = {
  right: { key: "ArrowRight", words: "right", by: { x: NUDGE, y: 0 } },
  left: { key: "ArrowLeft", words: "left", by: { x: -NUDGE, y: 0 } },
  up: { key: "ArrowUp", words: "above", by: { x: 0, y: -NUDGE } },
  down: { key: "ArrowDown", words: "below", by: { x: 0, y: NUDGE } },
};

function walk(direction: Direction): EditorAction {
  const { key, words } = arrows[direction];
  const along =
    direction === "right"
      ? "Along the wire to the right"
      : direction === "left"
        ? "Along the wire to the left"
        : `To the node ${words}`;
  return {
    id: `walk-${direction}`,
    label: along,
    group: "Canvas",
    keys: [key],
    when: (tools) => hasOneNode(tools) || hasOneEdge(tools),
    run(tools) {
      const state = tools.editor.getState();
      const edge = state.graph.edges[selectedEdge(state) ?? ""];
      const next = edge ? endOf(edge, direction) : neighbourOf(state.graph, selectedNode(state) ?? "", direction);
      if (next) goToNode(tools, next);
    },
  };
}

/** From a wire, the sides lead to its ends. */
function endOf({ from, to }: GraphEdge, direction: Direction): string | null {
  return direction === "left" ? from.node : direction === "right" ? to.node : null;
}

function nudge(direction: Direction): EditorAction {
  const { key, by } = arrows[direction];
  return {
    id: `nudge-${direction}`,
    label: `Move ${direction}`,
    group: "Canvas",
    keys: [`Shift+${key}`],
    when: hasSelection,
    run({ editor }) {
      const { graph, selection, apply } = editor.getState();
      const records = { ...graph.nodes, ...graph.notes, ...graph.groups };
      const ids = [...selection].map(recordId);
      const positions = ids.flatMap((id) => {
        const position = records[id]?.position;
        return position ? [[id, { x: position.x + by.x, y: position.y + by.y }] as const] : [];
      });
      apply(moveRecords(graph, withoutLocked(graph, Object.fromEntries(positions))), {
        label: "Move",
        mergeKey: `nudge.${ids.join()}`,
      });
    },
  };
}

const directions = ["right", "left", "up", "down"] as const;

export const canvasActions: readonly EditorAction[] = [
  {
    id: "find-node",
    label: "Add a node",
    group: "Canvas",
    keys: ["/"],
    icon: Search,
    when: mayEdit,
    run(tools) {
      const { connecting, setConnecting } = tools.editor.getState();
      if (connecting) {
        // A wire that was begun by key goes to a new node as one that is dropped does.
        setConnecting(null);
        openNodesFor(tools, { kind: "wire", end: connecting }, portOnScreen(connecting));
        return;
      }
      if (tools.ui.getState().view === "outline") {
        // Beside the row, so that one comes back to it, or to the row of what was added.
        const row = rowElement(tools.ui.getState().outlineAt?.row ?? "");
        openNodesFor(tools, { kind: "add" }, row ? belowRow(row) : { x: window.innerWidth / 2 - 128, y: 120 });
        return;
      }
      tools.ui.setState({ isPaletteOpen: true });
      requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-palette-search]")?.focus());
    },
  },
  {
    id: "add-note",
    label: "Add a note",
    group: "Canvas",
    keys: ["N"],
    icon: StickyNote,
    when: mayEdit,
    run: (tools) => addNoteAt(tools),
  },
  { id: "add-frame", label: "Add a frame", group: "Canvas", keys: ["F"], icon: Frame, when: mayEdit, run: addFrame },
  {
    id: "tidy",
    label: "Tidy up what is chosen, or all",
    group: "Canvas",
    keys: ["Shift+T"],
    icon: Workflow,
    when: (tools) => mayEdit(tools) && Object.keys(tools.editor.getState().graph.nodes).length > 1,
    run: (tools) => void tidyUp(tools),
  },
  {
    id: "edit-params",
    label: "To the params of the chosen node, or into its workflow",
    group: "Canvas",
    keys: ["Enter"],
    when: hasOneNode,
    run(tools) {
      if (chosenSubWorkflow(tools.editor.getState())) {
        openChosenWorkflow(tools);
        return;
      }
      tools.ui.setState({ isInspectorOpen: true });
      const nodeId = selectedNode(tools.editor.getState());
      if (nodeId) focusInInspector(nodeId);
    },
  },
  ...directions.map(walk),
  ...directions.map(nudge),
];
