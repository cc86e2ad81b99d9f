"use client";
import { useStore } from "zustand";
import { Button } from "#components/ui/button";
import { useTools } from "../editor-tools.ts";
import { FloatingCard } from "../canvas/floating-card.tsx";
import { NodeIcon } from "../nodes/node-icon.tsx";
import { putBetween } from "./rewire-work.ts";

/** Why two ports do not fit, and the nodes that would make them fit, each a press away. */
export function RefusalCard() {
  const tools = useTools();
  const refusal = useStore(tools.ui, (state) => state.refusal);
  const close = () => tools.ui.setState({ refusal: null });
  if (!refusal) return null;
  const { ends, reason, converters, screen } = refusal;
  const { library, setConnecting } = tools.editor.getState();
  return (
    <FloatingCard label="These ports do not fit" at={screen} size={{ width: 288, height: 180 }} onClose={close}>
      <div className="grid gap-2 p-3 text-xs">
        <h2 className="text-sm">These ports do not fit</h2>
        <p className="wrap-anywhere">{reason}</p>
        <div className="flex flex-wrap gap-1.5">
          {converters.map((type, index) => (
            <Button
              key={type}
              size="sm"
              // What helps is one Enter away for those who chose the ports by key.
              autoFocus={index === 0}
              onClick={() => {
                close();
                setConnecting(null);
                const definition = library[type];
                if (definition) putBetween(tools, { ends, what: definition });
              }}
            >
              <NodeIcon name={library[type]?.icon ?? "circle-help"} />
              Insert {library[type]?.title ?? type}
            </Button>
          ))}
        </div>
      </div>
    </FloatingCard>
  );
}
