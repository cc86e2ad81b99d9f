"use client";
import { Pin, PinOff, X } from "lucide-react";
import { unpinPorts } from "#graph/commands/pin-ports";
import { removeRecords } from "#graph/commands/remove-records";
import { inferTypes } from "#graph/infer-types";
import type { InferredType } from "#graph/infer-types";
import type { Port } from "#graph/kinds";
import { IconButton } from "#components/ui/icon-button";
import { PortGlyph } from "#components/ui/port-glyph";
import { useEditor } from "../canvas/canvas-context.tsx";
import { goToNode } from "../canvas/canvas-work.ts";
import { cardOf } from "./card-of.ts";
import type { Card } from "./card-of.ts";
import { useTools } from "../editor-tools.ts";
import { flowText } from "../running/run-words.ts";
import { typeText } from "./type-words.ts";
import { wiringOf } from "../wires/wiring-of.ts";

/** The node's ports with their types, and to what each is wired. */
export function PortList({ card, nodeId }: { card: Card; nodeId: string }) {
  const types = useEditor(({ graph, library }) => inferTypes(graph, library).get(nodeId));
  return (
    <div className="grid gap-4 p-3.5">
      <Side title="Inputs" ports={card.inputs} nodeId={nodeId} side="input" types={types?.inputs ?? {}} />
      <Side title="Outputs" ports={card.outputs} nodeId={nodeId} side="output" types={types?.outputs ?? {}} />
    </div>
  );
}

type SideProps = {
  title: string;
  ports: [string, Port][];
  nodeId: string;
  side: "input" | "output";
  types: Record<string, InferredType>;
};

function Side({ title, ports, nodeId, side, types }: SideProps) {
  if (ports.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="text-2xs font-medium text-3">{title}</h3>
      <ul className="grid gap-2.5">
        {ports.map(([name, port]) => {
          const inferred = types[name];
          const type = inferred && inferred.type.kind !== "any" ? inferred.type : port.type;
          const depth = inferred?.dims.length ?? (typeof port.list === "number" ? port.list : 0);
          return (
            <li key={name} className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2 text-xs">
              <span className="pt-px [--port-back:var(--surface-panel)]">
                <PortGlyph kind={type.kind} state={depth > 0 ? "list" : "connected"} />
              </span>
              <div className="min-w-0">
                <p className="flex items-baseline gap-2">
                  <span className="truncate font-medium">{port.label}</span>
                  <span className="mono ml-auto shrink-0 text-2xs text-3">{typeText(type, depth)}</span>
                </p>
                {port.description && <p className="text-2xs text-3">{port.description}</p>}
                {side === "output" && <PinLine nodeId={nodeId} port={name} label={port.label} />}
                <Wires nodeId={nodeId} port={name} side={side} isOptional={port.optional === true} />
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What the output is pinned to, and the way to pin and unpin it. */
function PinLine({ nodeId, port, label }: { nodeId: string; port: string; label: string }) {
  const { editor, ui, mayEdit } = useTools();
  const pin = useEditor(({ graph }) => graph.nodes[nodeId]?.pins?.[port]);
  if (!pin && !mayEdit) return null;
  if (!pin) {
    return (
      <button
        type="button"
        className="text-2xs text-3 underline decoration-(--border-strong) underline-offset-2"
        onClick={() => ui.setState({ dialog: "pins" })}
      >
        Pin…<span className="sr-only"> {label}</span>
      </button>
    );
  }
  return (
    <p className="flex items-center gap-1 text-2xs text-2">
      <Pin size={11} aria-hidden />
      Pinned: {flowText(pin)}
      {mayEdit && (
        <IconButton
          icon={PinOff}
          size="sm"
          label={`Unpin ${label}`}
          className="ml-auto"
          onClick={() => {
            const { graph, apply } = editor.getState();
            apply(unpinPorts(graph, { nodeId, ports: [port] }), { label: `Unpin ${label}` });
          }}
        />
      )}
    </p>
  );
}

function Wires({
  nodeId,
  port,
  side,
  isOptional,
}: {
  nodeId: string;
  port: string;
  side: "input" | "output";
  isOptional: boolean;
}) {
  const tools = useTools();
  const { graph, library } = useEditor((state) => state);
  const { incoming, outgoing } = wiringOf(graph);
  const edge = incoming.get(nodeId)?.get(port);
  const edges = side === "input" ? (edge ? [edge] : []) : (outgoing.get(nodeId)?.get(port) ?? []);
  if (edges.length === 0) {
    const words = side === "output" ? "Goes nowhere" : isOptional ? "Not connected, optional" : "Not connected";
    return <p className="text-2xs text-3">{words}</p>;
  }
  return (
    <ul>
      {edges.map((edge) => {
        const end = side === "input" ? edge.from : edge.to;
        const other = cardOf(graph, library, end.node);
        const ports = side === "input" ? other?.outputs : other?.inputs;
        const label = ports?.find(([name]) => name === end.port)?.[1].label ?? end.port;
        return (
          <li key={edge.id} className="flex items-center gap-1 text-2xs text-2">
            {side === "input" ? "from" : "to"}
            <button
              type="button"
              className="truncate underline decoration-(--border-strong) underline-offset-2"
              onClick={() => goToNode(tools, end.node)}
            >
              {other?.title ?? end.node}, {label}
            </button>
            {tools.mayEdit && (
              <IconButton
                icon={X}
                size="sm"
                label={`Disconnect ${other?.title ?? end.node}`}
                className="ml-auto"
                onClick={() => tools.editor.getState().apply(removeRecords(graph, [edge.id]), { label: "Disconnect" })}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
