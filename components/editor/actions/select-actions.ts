import { ArrowLeftFromLine, ArrowRightFromLine, GitFork, Lasso, Spline, Waypoints } from "lucide-react";
import { formatQuantity } from "../../ui/format-number.ts";
import { announce } from "../../ui/toast-store.ts";
import type { EditorAction } from "./editor-action.ts";
import { selectedEdge, selectedNode } from "../editor-store.ts";
import type { EditorState } from "../editor-store.ts";
import type { EditorTools } from "../editor-tools.ts";
import { connectedTo, downstreamOf, lineageOf, upstreamOf } from "../wires/lineage.ts";
import { insertButton, wiresAt } from "../wires/wire-focus.ts";

export const selectActions: readonly EditorAction[] = [
  {
    id: "lasso",
    label: "Select with a loop, or with a box",
    group: "Canvas",
    keys: ["Q"],
    icon: Lasso,
    run: ({ ui }) => ui.setState(({ tool }) => ({ tool: tool === "lasso" ? "select" : "lasso" })),
  },
  {
    id: "trace",
    label: "Light up what it depends on and feeds",
    group: "View",
    keys: ["L"],
    icon: Spline,
    isOnSelection: true,
    run({ editor }) {
      const { isTracing, setTracing } = editor.getState();
      setTracing(!isTracing);
      const lineage = lineageOf(editor.getState());
      if (isTracing) announce("All nodes stand out alike again.");
      else if (lineage) announce(`${formatQuantity(lineage.before, "node")} before, ${lineage.after} after.`);
      else announce("Choose a node to see what it depends on and what it feeds.");
    },
  },
  extend("select-upstream", { label: "Select all before it", key: "U", icon: ArrowLeftFromLine, reach: upstreamOf }),
  extend("select-downstream", {
    label: "Select all after it",
    key: "Shift+U",
    icon: ArrowRightFromLine,
    reach: downstreamOf,
  }),
  extend("select-connected", { label: "Select all connected", key: "C", icon: GitFork, reach: connectedTo }),
  {
    id: "next-wire",
    label: "To the next wire of the chosen node",
    group: "Canvas",
    keys: ["W"],
    icon: Waypoints,
    when: (tools) => nodeOfWires(tools) !== null,
    run: goToNextWire,
  },
];

function extend(
  id: string,
  { label, key, icon, reach }: { label: string; key: string; icon: EditorAction["icon"]; reach: typeof upstreamOf },
): EditorAction {
  return {
    id,
    label,
    group: "Edit",
    keys: [key],
    ...(icon && { icon }),
    isOnSelection: true,
    when: ({ editor }) => chosenNodes(editor.getState()).length > 0,
    run({ editor }) {
      const { graph, select, selection } = editor.getState();
      const nodes = reach(graph, chosenNodes(editor.getState()));
      select(new Set([...selection, ...nodes]));
      announce(`${formatQuantity(nodes.size, "node")} selected.`);
    },
  };
}

function chosenNodes({ graph, selection }: EditorState): string[] {
  return [...selection].filter((id) => graph.nodes[id]);
}

/** The node whose wires are gone through: the chosen one, or the one from which the chosen wire was come to. */
function nodeOfWires({ editor, ui }: EditorTools): string | null {
  const state = editor.getState();
  const edge = state.graph.edges[selectedEdge(state) ?? ""];
  if (!edge) return selectedNode(state);
  const { wiresOf } = ui.getState();
  return wiresOf === edge.to.node ? wiresOf : edge.from.node;
}

function goToNextWire(tools: EditorTools): void {
  const { graph, select } = tools.editor.getState();
  const nodeId = nodeOfWires(tools);
  const wires = nodeId === null ? [] : wiresAt(graph, nodeId);
  const here = wires.indexOf(selectedEdge(tools.editor.getState()) ?? "");
  const next = wires[(here + 1) % wires.length];
  if (next === undefined) return;
  tools.ui.setState({ wiresOf: nodeId });
  select([next]);
  // Its button is there once the wire is drawn as chosen; with the focus on it, Enter opens the list.
  requestAnimationFrame(() => insertButton(next)?.focus({ preventScroll: true }));
}
