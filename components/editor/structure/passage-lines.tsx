"use client";
import { inferTypes } from "#graph/infer-types";
import { useEditor } from "../canvas/canvas-context.tsx";
import { portOffset } from "../nodes/card-of.ts";
import type { Card } from "../nodes/card-of.ts";

/** What a bypassed node passes on: dashed, from input to output. */
export function PassageLines({ card, id }: { card: Card; id: string }) {
  const passes = useEditor(({ graph, library }) =>
    graph.nodes[id]?.disabled === "bypass" ? inferTypes(graph, library).get(id)?.passes : undefined,
  );
  if (!passes || Object.keys(passes).length === 0) return null;
  return (
    <svg className="node-passages" width={card.width} aria-hidden>
      {Object.entries(passes).map(([output, input]) => {
        const from = portOffset(card, { side: "input", port: input });
        const to = portOffset(card, { side: "output", port: output });
        const middle = card.width / 2;
        return <path key={output} d={`M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`} />;
      })}
    </svg>
  );
}
