"use client";
import type { ConnectionLineComponentProps } from "@xyflow/react";
import { useEditor } from "../canvas/canvas-context.tsx";
import type { PortEnd } from "../editor-store.ts";
import { connectionOf, outputType, portOf } from "./port-fit.ts";
import { wirePath } from "./wire-path.ts";
import { routeWire } from "./wire-route.ts";

/** The wire while it is drawn, in its kind's colour; over a port that refuses it, in red with the reason beside it. */
export function ConnectionLine({ fromX, fromY, toX, toY, fromHandle, toHandle }: ConnectionLineComponentProps) {
  const origin = useEditor(({ connecting }) => connecting);
  const kind = useEditor((state) => {
    if (!origin) return "any";
    return (origin.side === "output" ? outputType(state, origin) : portOf(state, origin)?.type)?.kind ?? "any";
  });
  const over: PortEnd | null = toHandle?.id
    ? { node: toHandle.nodeId, port: toHandle.id, side: toHandle.type === "source" ? "output" : "input" }
    : null;
  const isRefused = useEditor(
    (state) => origin !== null && over !== null && !isSame(origin, over) && !connectionOf(state, origin, over).ok,
  );
  const start = { x: fromX, y: fromY };
  const end = { x: toX, y: toY };
  const corners = fromHandle.type === "source" ? routeWire(start, end, []) : routeWire(end, start, []);
  return <path className="drawn-wire" data-kind={kind} data-refused={isRefused || undefined} d={wirePath(corners)} />;
}

function isSame(a: PortEnd, b: PortEnd): boolean {
  return a.node === b.node && a.port === b.port && a.side === b.side;
}
