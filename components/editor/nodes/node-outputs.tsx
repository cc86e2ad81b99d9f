"use client";
import { useState } from "react";
import type { RecordedFlow } from "#graph/recorded-values";
import { PortGlyph } from "#components/ui/port-glyph";
import { ValuePreview } from "../../runs/value-preview.tsx";
import { classes } from "../../ui/classes.ts";
import { useEditor, useRun } from "../canvas/canvas-context.tsx";
import type { Card } from "./card-of.ts";
import { kindOf, overImageOf } from "../adding/over-image.ts";
import { flowText } from "../running/run-words.ts";
import { wiringOf } from "../wires/wiring-of.ts";

/** What came out of the node in the run on the canvas, port by port; for an output node, what went in. */
export function NodeOutputs({ card, nodeId }: { card: Card; nodeId: string }) {
  const graph = useEditor((state) => state.graph);
  const run = useRun((state) => state.run);
  const [chosen, setChosen] = useState<string | null>(null);
  const values = run ? valuesOf({ card, nodeId, graph, nodes: run.nodes }) : [];
  const shown = values.find(({ name }) => name === chosen) ?? values[0];
  if (!shown || !run) return null;
  const overImage = overImageOf(graph, run.nodes, { nodeId: shown.nodeId, record: shown.record });
  return (
    <section
      aria-label="Last values"
      data-last-values
      tabIndex={-1}
      className="flex max-h-[55%] shrink-0 flex-col border-t border-strong outline-offset-[-2px]"
    >
      <header className="flex h-8 shrink-0 items-center gap-3 overflow-x-auto border-b border-line px-3.5 text-xs">
        {values.map((value) => (
          <button
            key={value.name}
            type="button"
            aria-pressed={value === shown}
            className={classes(
              "flex h-8 shrink-0 items-center gap-1.5 border-b-2 [--port-back:var(--surface-panel)]",
              value === shown ? "border-ink font-medium" : "border-transparent text-2",
            )}
            onClick={() => setChosen(value.name)}
          >
            <PortGlyph kind={value.kind} state={"count" in value.record ? "list" : "connected"} />
            {value.label}
          </button>
        ))}
        <span className="ml-auto shrink-0 text-2xs text-3 tabular-nums">{flowText(shown.record)}</span>
      </header>
      <div className="min-h-0 overflow-y-auto p-3.5">
        <ValuePreview record={shown.record} size="panel" overImage={overImage} />
      </div>
    </section>
  );
}

type Shown = {
  name: string;
  label: string;
  record: RecordedFlow;
  kind: React.ComponentProps<typeof PortGlyph>["kind"];
  nodeId: string;
};

function valuesOf({
  card,
  nodeId,
  graph,
  nodes,
}: {
  card: Card;
  nodeId: string;
  graph: Parameters<typeof wiringOf>[0];
  nodes: Parameters<typeof overImageOf>[1];
}): Shown[] {
  const shown = (name: string, label: string, record: RecordedFlow | undefined, source: string): Shown[] =>
    record ? [{ name, label, record, kind: (kindOf(record) ?? "any") as Shown["kind"], nodeId: source }] : [];
  if (card.outputs.length > 0) {
    return card.outputs.flatMap(([name, port]) => shown(name, port.label, nodes[nodeId]?.outputs[name], nodeId));
  }
  return card.inputs.flatMap(([name, port]) => {
    const from = wiringOf(graph).incoming.get(nodeId)?.get(name)?.from;
    return from ? shown(name, port.label, nodes[from.node]?.outputs[from.port], from.node) : [];
  });
}
