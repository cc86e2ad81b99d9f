"use client";
import { useEffect, useState } from "react";
import { useCanvas, useEditor } from "../canvas/canvas-context.tsx";
import type { PortEnd } from "../editor-store.ts";
import { connectionOf, portOf } from "./port-fit.ts";

type Hint = { x: number; y: number; over: PortEnd | null };

/** Beside the cursor while a wire is drawn: what is being connected, and why the port below refuses it. */
export function ConnectHint() {
  const connecting = useEditor((state) => state.connecting);
  return connecting && <Following origin={connecting} />;
}

function Following({ origin }: { origin: PortEnd }) {
  const { editor } = useCanvas();
  const [hint, setHint] = useState<Hint | null>(null);
  useEffect(() => {
    function onMove(event: PointerEvent) {
      // React Flow joins to the nearest handle; the one below the pointer is the one that a person means.
      const handle = document
        .elementsFromPoint(event.clientX, event.clientY)
        .find((element) => element.matches(".react-flow__handle"));
      const node = handle?.getAttribute("data-nodeid");
      const port = handle?.getAttribute("data-handleid");
      const side = handle?.classList.contains("source") ? "output" : "input";
      setHint({ x: event.clientX, y: event.clientY, over: node && port ? { node, port, side } : null });
    }
    window.addEventListener("pointermove", onMove);
    return () => window.removeEventListener("pointermove", onMove);
  }, []);
  const words = wordsFor(editor.getState(), origin, hint?.over ?? null);
  if (!words) return null;
  return (
    <div
      role="status"
      data-refused={words.isRefusal || undefined}
      className="pointer-events-none fixed z-50 max-w-72 rounded-2 border border-strong bg-overlay px-2 py-1.5 text-xs shadow-2 data-refused:border-danger"
      style={
        hint ? { left: Math.min(hint.x + 14, window.innerWidth - 300), top: hint.y + 16 } : { left: "50%", bottom: 60 }
      }
    >
      <p className={words.isRefusal ? "text-1" : "text-2"}>{words.text}</p>
      {words.converters.length > 0 && <p className="mt-1 text-2">Put between: {words.converters.join(", ")}.</p>}
    </div>
  );
}

function wordsFor(
  state: ReturnType<ReturnType<typeof useCanvas>["editor"]["getState"]>,
  origin: PortEnd,
  over: PortEnd | null,
) {
  const port = portOf(state, origin);
  if (!port) return null;
  const isOrigin = over && over.node === origin.node && over.port === origin.port && over.side === origin.side;
  if (over && !isOrigin) {
    const connection = connectionOf(state, origin, over);
    if (connection.ok)
      return { text: `Connect to ${portOf(state, over)?.label ?? over.port}`, isRefusal: false, converters: [] };
    const converters = connection.converters.slice(0, 3).map((type) => `“${state.library[type]?.title ?? type}”`);
    return { text: connection.reason, isRefusal: true, converters };
  }
  const wanted = origin.side === "output" ? "an input" : "an output";
  return { text: `${port.label}: choose ${wanted}, / for a new node, or Esc`, isRefusal: false, converters: [] };
}
