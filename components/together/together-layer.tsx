"use client";
import { ViewportPortal, useInternalNode, useReactFlow, useStore as useFlowStore } from "@xyflow/react";
import { useEffect } from "react";
import { useStore } from "zustand";
import "./together.css";
import { MarkWords } from "./mark-words.tsx";
import { colourOf } from "./together-store.ts";
import type { Mark, TogetherStore } from "./together-store.ts";

/** On the canvas: the pointers of the others, what they have chosen, and what they changed a moment ago. */
export function TogetherLayer({ together }: { together: TogetherStore }) {
  const people = useStore(together, (state) => state.people);
  const marks = useStore(together, (state) => state.marks);
  useOwnCursor(together);
  return (
    <ViewportPortal>
      {people.flatMap(({ clientId, userId, name, selection }) =>
        selection.map((id) => <Halo key={`${clientId} ${id}`} id={id} name={name} colour={colourOf(userId)} />),
      )}
      {Object.entries(marks).map(([id, mark]) => (
        <MarkOnNode key={id} id={id} mark={mark} />
      ))}
      {people.map(
        ({ clientId, userId, name, cursor }) =>
          cursor && (
            <div
              key={clientId}
              aria-hidden
              data-pointer-of={name}
              className="together-cursor"
              style={
                {
                  "--person": colourOf(userId),
                  transform: `translate(${cursor.x}px, ${cursor.y}px)`,
                } as React.CSSProperties
              }
            >
              <svg width="14" height="18" viewBox="0 0 14 18">
                <path d="M1 1v14l4-3.5 2.5 5.5 2.5-1-2.5-5.5H13z" />
              </svg>
              <span>{name}</span>
            </div>
          ),
      )}
    </ViewportPortal>
  );
}

function Halo({ id, name, colour }: { id: string; name: string; colour: string }) {
  const box = useNodeBox(id);
  if (!box) return null;
  return (
    <div
      role="img"
      aria-label={`Chosen by ${name}`}
      className="together-halo"
      style={
        {
          "--person": colour,
          left: box.x - 4,
          top: box.y - 4,
          width: box.width + 8,
          height: box.height + 8,
        } as React.CSSProperties
      }
    />
  );
}

function MarkOnNode({ id, mark }: { id: string; mark: Mark }) {
  const box = useNodeBox(id);
  if (!box) return null;
  return (
    <div
      className="together-mark"
      data-overruled={mark.isOverruled || undefined}
      style={{ left: box.x, top: box.y - 24 }}
    >
      <MarkWords mark={mark} />
    </div>
  );
}

function useNodeBox(id: string) {
  const node = useInternalNode(id);
  if (!node) return null;
  const { x, y } = node.internals.positionAbsolute;
  const { width = 0, height = 0 } = node.measured;
  return { x, y, width, height };
}

/** Keeps the own pointer in the store, in coordinates of the canvas, for the others to see. */
function useOwnCursor(together: TogetherStore) {
  const { screenToFlowPosition } = useReactFlow();
  const canvas = useFlowStore(({ domNode }) => domNode);
  useEffect(() => {
    if (!canvas) return;
    const move = ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = screenToFlowPosition({ x: clientX, y: clientY }, { snapToGrid: false });
      together.setState({ cursor: { x: Math.round(x), y: Math.round(y) } });
    };
    const leave = () => together.setState({ cursor: null });
    canvas.addEventListener("pointermove", move, { passive: true });
    canvas.addEventListener("pointerleave", leave);
    return () => {
      canvas.removeEventListener("pointermove", move);
      canvas.removeEventListener("pointerleave", leave);
    };
  }, [canvas, screenToFlowPosition, together]);
}
