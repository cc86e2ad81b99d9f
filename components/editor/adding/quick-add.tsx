"use client";
import { useState } from "react";
import { useStore } from "zustand";
import { titleOf } from "#graph/title-of";
import { goToNode } from "../canvas/canvas-work.ts";
import { selectedNode } from "../editor-store.ts";
import type { EditorState } from "../editor-store.ts";
import { useTools } from "../editor-tools.ts";
import type { UiState } from "../editor-tools.ts";
import { FloatingCard } from "../canvas/floating-card.tsx";
import { NodeList } from "./node-list.tsx";
import { offersFor } from "./offers.ts";
import type { Wish } from "./offers.ts";
import { outputType, portOf } from "../wires/port-fit.ts";
import { takeOffer } from "../wires/rewire-work.ts";
import { typeText } from "../nodes/type-words.ts";

/**
 * The list of nodes beside a point of the canvas: all of them, those that fit a wire that was dropped there, those that fit into a
 * wire, or those that can take the place of a node.
 */
export function QuickAdd() {
  const { ui } = useTools();
  const quickAdd = useStore(ui, (state) => state.quickAdd);
  // Another wish is another list, with an empty search.
  return quickAdd && <Opened key={JSON.stringify(quickAdd.wish)} {...quickAdd} />;
}

function Opened({ at, screen, wish }: NonNullable<UiState["quickAdd"]>) {
  const tools = useTools();
  const state = tools.editor.getState();
  const { graph, library } = state;
  // Once for each time that it opens: what is typed renders the list alone.
  const [offers] = useState(() => offersFor({ graph, library }, wish));
  const close = () => tools.ui.setState({ quickAdd: null });
  return (
    <FloatingCard label={labelOf(state, wish)} at={screen} size={{ width: 256, height: 332 }} onClose={close}>
      <NodeList
        offers={offers}
        emptyText={offers.length === 0 ? nothingFits(state, wish) : "None of those that fit has that name."}
        onChoose={(offer) => {
          close();
          takeOffer(tools, { offer, wish, at });
          // After React Flow has taken it in; keys then go on from the node.
          const nodeId = selectedNode(tools.editor.getState());
          if (nodeId) requestAnimationFrame(() => goToNode(tools, nodeId));
        }}
      />
    </FloatingCard>
  );
}

function labelOf({ graph, library }: EditorState, wish: Wish): string {
  switch (wish.kind) {
    case "add":
      return "Add a node";
    case "wire":
      return "Add a node to the wire";
    case "edge":
      return "Insert a node into the wire";
    case "replace": {
      const node = graph.nodes[wish.nodeId];
      return `Replace ${node ? titleOf(node, library) : "the node"} with`;
    }
  }
}

function nothingFits(state: EditorState, wish: Wish): string {
  if (wish.kind === "wire") {
    const { end } = wish;
    const type = end.side === "output" ? outputType(state, end) : portOf(state, end)?.type;
    const words = type ? typeText(type, 0) : "this kind";
    return end.side === "output" ? `No node takes ${words} here.` : `No node gives ${words} here.`;
  }
  return wish.kind === "edge" ? "No node fits between these two ports." : "There is no other node type.";
}
