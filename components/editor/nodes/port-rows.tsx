"use client";
import { Handle, Position } from "@xyflow/react";
import { Pin } from "lucide-react";
import { memo } from "react";
import { PortGlyph } from "#components/ui/port-glyph";
import { Tooltip } from "#components/ui/tooltip";
import { inferTypes } from "#graph/infer-types";
import type { Kind, Port } from "#graph/kinds";
import type { RecordedFlow } from "#graph/recorded-values";
import type { NodeRunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";
import { useCanvas, useEditor, useRun } from "../canvas/canvas-context.tsx";
import type { Card } from "./card-of.ts";
import { problemIndex } from "../problems/problem-index.ts";
import { portFit } from "../wires/port-fit.ts";
import { typeDetail } from "./type-words.ts";
import { flowDetail, flowText } from "../running/run-words.ts";
import { wiringOf } from "../wires/wiring-of.ts";

/** The ports, inputs on the left and outputs on the right of the same rows. */
export function PortRows({ card, id }: { card: Card; id: string }) {
  const rows = Array.from({ length: Math.max(card.inputs.length, card.outputs.length) }, (_, row) => row);
  return (
    <div className="node-ports">
      {rows.map((row) => {
        const input = card.inputs[row];
        const output = card.outputs[row];
        return (
          <div key={row} className="port-row">
            {input && <PortCell nodeId={id} name={input[0]} port={input[1]} side="input" />}
            {output && <PortCell nodeId={id} name={output[0]} port={output[1]} side="output" />}
          </div>
        );
      })}
    </div>
  );
}

type CellProps = { nodeId: string; name: string; port: Port; side: "input" | "output" };

const PortCell = memo(function PortCell({ nodeId, name, port, side }: CellProps) {
  const { commands, openValue, editor } = useCanvas();
  const value = useRun(({ run }) =>
    openValue && run ? valueAt(editor.getState().graph, run.nodes, { nodeId, name, side }) : undefined,
  );
  const choose = () => (commands ? commands.choosePort : openValue)?.({ node: nodeId, port: name, side });
  const isConnected = useEditor(({ graph }) => {
    const { incoming, outgoing } = wiringOf(graph);
    return side === "input" ? incoming.get(nodeId)?.has(name) === true : outgoing.get(nodeId)?.has(name) === true;
  });
  const kind = useEditor((state): Kind | "any" => {
    const types = inferTypes(state.graph, state.library).get(nodeId);
    return (side === "input" ? types?.inputs : types?.outputs)?.[name]?.type.kind ?? port.type.kind;
  });
  const isList = useEditor((state) => {
    const types = inferTypes(state.graph, state.library).get(nodeId);
    const dims = (side === "input" ? types?.inputs : types?.outputs)?.[name]?.dims;
    return dims ? dims.length > 0 : port.list === 1 || port.list === 2;
  });
  const detail = useEditor((state) => {
    if (side === "input") return null;
    return typeDetail(inferTypes(state.graph, state.library).get(nodeId)?.outputs[name]?.type ?? port.type);
  });
  const fit = useEditor((state) => portFit(state, { node: nodeId, port: name, side }));
  const isMissing = useEditor(
    ({ hasTriedToRun, problems }) =>
      side === "input" &&
      hasTriedToRun &&
      problemIndex(problems)
        .byNode.get(nodeId)
        ?.some(({ port, severity }) => port === name && severity === "error") === true,
  );
  const pin = useEditor(({ graph }) => (side === "output" ? graph.nodes[nodeId]?.pins?.[name] : undefined));
  const isTabbable = useEditor(({ selection }) => selection.size === 1 && selection.has(nodeId));
  return (
    <span className={side === "input" ? "port-in" : "port-out"} data-fit={fit ?? undefined}>
      <Handle
        id={name}
        type={side === "input" ? "target" : "source"}
        position={side === "input" ? Position.Left : Position.Right}
        role="button"
        aria-label={`${port.label} ${side}${pin ? ", pinned" : ""}${value ? `, ${flowText(value)}` : ""}`}
        aria-pressed={fit === "origin" || undefined}
        tabIndex={isTabbable && (commands ?? openValue) ? 0 : -1}
        data-kind={kind}
        data-fit={fit ?? undefined}
        data-missing={isMissing || undefined}
        onClick={(event) => {
          event.stopPropagation();
          choose();
        }}
        onKeyDown={(event) => {
          const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
          if (!isPlain || (event.key !== "Enter" && event.key !== " ")) return;
          event.preventDefault();
          event.stopPropagation();
          choose();
        }}
      >
        <PortGlyph kind={kind} state={isConnected ? (isList ? "list" : "connected") : "open"} />
      </Handle>
      {pin && (
        <Tooltip content={`Pinned: ${flowText(pin)}`}>
          <i className="port-pin">
            <Pin size={11} aria-hidden />
          </i>
        </Tooltip>
      )}
      {value ? <PortValueText record={value} onOpen={choose} /> : detail && <small>{detail}</small>}
      <span title={port.description}>{port.label}</span>
    </span>
  );
});

/** What went through the port in the run that is shown, in few words. The port itself is its button for the keyboard. */
function PortValueText({ record, onOpen }: { record: RecordedFlow; onOpen: () => void }) {
  const text = flowText(record);
  const detail = flowDetail(record);
  return (
    <button
      type="button"
      tabIndex={-1}
      title={detail ? `${text}, ${detail}` : text}
      className="port-value nodrag nopan"
      onClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}
    >
      {text}
    </button>
  );
}

function valueAt(
  graph: Graph,
  nodes: Readonly<Record<string, NodeRunState>>,
  { nodeId, name, side }: Pick<CellProps, "nodeId" | "name" | "side">,
): RecordedFlow | undefined {
  if (side === "output") return nodes[nodeId]?.outputs[name];
  const from = wiringOf(graph).incoming.get(nodeId)?.get(name)?.from;
  return from && nodes[from.node]?.outputs[from.port];
}
