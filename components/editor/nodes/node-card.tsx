"use client";
import { memo } from "react";
import type { NodeProps } from "@xyflow/react";
import { isInRun } from "#graph/run-part";
import { foundOn, isNear, useCanvas, useRun } from "../canvas/canvas-context.tsx";
import { useFields } from "../use-fields.ts";
import { cardOf, plateOf } from "./card-of.ts";
import type { Card } from "./card-of.ts";
import { firstNode } from "../adding/first-node.ts";
import { isNodeOffTrace } from "../wires/lineage.ts";
import { PartBoundary } from "#components/ui/part-boundary";
import { NodeApproval } from "#components/approvals/node-approval";
import { NodeBody } from "./node-body.tsx";
import { NodeHeader } from "./node-header.tsx";
import { NodeParams } from "../inspector/node-params.tsx";
import { NodeStatus } from "./node-status.tsx";
import { PortRows } from "./port-rows.tsx";
import { PassageLines } from "../structure/passage-lines.tsx";
import { shownStatus, statusText } from "../running/run-words.ts";

/** One node on the canvas. Memoized, or every node would render again at each step of a drag. */
export const NodeCard = memo(function NodeCard({
  id,
  selected,
  height,
}: Pick<NodeProps, "id" | "selected" | "height">) {
  const { editor, view } = useCanvas();
  // One subscription to each store, or a thousand nodes have several thousand.
  const { ran, part } = useRunOf(id);
  const { card, standing, isFirst, isOffTrace, isOutside } = useFields(editor, (state) => ({
    card: cardOf(state.graph, state.library, id),
    standing: state.graph.nodes[id]?.disabled,
    isFirst: state.selection.size === 0 && firstNode(state.graph) === id,
    isOffTrace: isNodeOffTrace(state, id),
    isOutside: part !== null && !isInRun(state.graph, part, id),
  }));
  const status = ran ?? (isOutside ? "waiting" : undefined);
  const { lod, isFound } = useFields(view, (state) => ({ lod: state.lod, isFound: foundOn(state, id) }));
  if (!card) return null;
  const isWhole = isNear(lod);
  const farHeight = height ?? plateOf(card).height;
  return (
    <article
      aria-label={card.title}
      data-node-id={id}
      data-status={status}
      data-selected={selected || undefined}
      data-disabled={standing === true ? "muted" : standing}
      data-found={isFound}
      data-off-trace={isOffTrace || undefined}
      data-unknown={card.definition === null || undefined}
      tabIndex={selected || isFirst ? 0 : -1}
      className="node-card"
      // From afar as high as it was near by.
      style={{ width: card.width, ...(!isWhole && { height: farHeight }) }}
      onFocus={(event) => {
        // By keyboard only: a pointer selects by itself, and may be about to add to the selection.
        if (event.target === event.currentTarget && event.target.matches(":focus-visible"))
          editor.getState().select([id]);
      }}
    >
      {isWhole && <FullCard card={card} id={id} />}
      {lod === "plate" && <Plate card={card} id={id} height={farHeight - 2} />}
    </article>
  );
});

/** What the run on the canvas made of the node; where that is nothing and the run is over, the part of the graph that it covers. */
function useRunOf(id: string) {
  return useFields(useCanvas().runs, ({ run, part }) => {
    const node = run?.nodes[id];
    if (node) return { ran: shownStatus(node), part: null };
    const isGoingOn = run?.status === "running" || run?.status === "waiting";
    return { ran: isGoingOn ? ("waiting" as const) : undefined, part: run && !isGoingOn ? part : null };
  });
}

function FullCard({ card, id }: { card: Card; id: string }) {
  return (
    <>
      <NodeHeader card={card} id={id} />
      <PortRows card={card} id={id} />
      <PassageLines card={card} id={id} />
      <PartBoundary what="The rest of this node" size="node" resetKey={card}>
        <NodeParams card={card} id={id} />
        <NodeBody card={card} id={id} />
        <NodeStatus id={id} />
        <NodeApproval id={id} title={card.title} />
      </PartBoundary>
    </>
  );
}

/** Far away a node is a plate with its state and title. Wires know where its ports would be. */
function Plate({ card, id, height }: { card: Card; id: string; height: number }) {
  const { openValue } = useCanvas();
  const style = { "--plate-height": `${height}px`, "--word-fits": `${sizeOfFit(card)}px` };
  return (
    <div className="node-plate" style={style as React.CSSProperties}>
      <span className="node-plate-title">{card.title}</span>
      {openValue && <PlateValue id={id} />}
    </div>
  );
}

/** What is on both sides of a plate's title: its border, its state and its padding. */
const PLATE_SIDES = 24;
/** Of a letter of the title, in its size. */
const LETTER_WIDTH = 0.62;

/** The size of letters in which the longest word of the title fits into a plate. */
function sizeOfFit({ title, width }: Card): number {
  const longest = Math.max(1, ...title.split(/\s+/).map((word) => word.length));
  return (width - PLATE_SIDES) / (longest * LETTER_WIDTH);
}

/** What came out, where a run is looked at rather than edited. */
function PlateValue({ id }: { id: string }) {
  const { editor } = useCanvas();
  const text = useRun(({ run }) => {
    const node = run?.nodes[id];
    return run && node ? statusText(editor.getState(), id, node, run.nodes) : null;
  });
  return text && <span className="node-plate-value">{text}</span>;
}
