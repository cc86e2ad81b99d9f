"use client";
import { Handle, Position } from "@xyflow/react";
import type { NodeProps } from "@xyflow/react";
import { ChevronRight } from "lucide-react";
import { memo } from "react";
import { PortGlyph } from "#components/ui/port-glyph";
import { StatusGlyph } from "#components/ui/status-glyph";
import type { Status } from "#components/ui/status-glyph";
import type { NodeRunState } from "#graph/run-events";
import { formatQuantity } from "../../ui/format-number.ts";
import { useCanvas, useEditor, useRun } from "../canvas/canvas-context.tsx";
import type { FoldedNode } from "../canvas/canvas-records.ts";
import type { FoldedPort } from "./folded.ts";
import { FrameTitle } from "./frame-card.tsx";
import { toggleFolded } from "./frame-work.ts";
import { shownStatus } from "../running/run-words.ts";

/** A frame folded to one card: a port for each wire that leads into it or out of it, and in short how its nodes stand. */
export const FoldedFrame = memo(function FoldedFrame({ id, data, selected }: NodeProps<FoldedNode>) {
  const { editor, commands } = useCanvas();
  const { record, card } = data;
  const rows = Array.from({ length: Math.max(card.inputs.length, card.outputs.length) }, (_, row) => row);
  return (
    <section
      aria-label={`Frame ${record.title}, folded`}
      data-node-id={id}
      data-selected={selected || undefined}
      data-colour={record.colour}
      tabIndex={selected ? 0 : -1}
      className="folded-frame"
      onDoubleClick={() => commands && toggleFolded(editor, record.id)}
    >
      <header className="folded-head" onDoubleClick={(event) => event.stopPropagation()}>
        {commands && (
          <button
            type="button"
            className="frame-fold nodrag"
            aria-expanded={false}
            aria-label={`Unfold ${record.title}`}
            tabIndex={selected ? 0 : -1}
            onClick={() => toggleFolded(editor, record.id)}
          >
            <ChevronRight size={14} aria-hidden />
          </button>
        )}
        <FrameTitle id={id} record={record} />
      </header>
      <div className="node-ports">
        {rows.map((row) => (
          <div key={row} className="port-row">
            {card.inputs[row] && <Port port={card.inputs[row]} side="input" />}
            {card.outputs[row] && <Port port={card.outputs[row]} side="output" />}
          </div>
        ))}
      </div>
      <FoldedStatus nodeIds={card.nodeIds} />
    </section>
  );
});

function Port({ port, side }: { port: FoldedPort; side: "input" | "output" }) {
  return (
    <span className={side === "input" ? "port-in" : "port-out"}>
      <Handle
        id={port.key}
        type={side === "input" ? "target" : "source"}
        position={side === "input" ? Position.Left : Position.Right}
        isConnectable={false}
        data-kind={port.kind}
      >
        <PortGlyph kind={port.kind} state={port.isList ? "list" : "connected"} />
      </Handle>
      <span>{port.label}</span>
    </span>
  );
}

function FoldedStatus({ nodeIds }: { nodeIds: readonly string[] }) {
  const count = formatQuantity(nodeIds.length, "node");
  const states = useRun(({ run }) => (run ? JSON.stringify(summaryOf(nodeIds, run.nodes)) : null));
  const faulty = useEditor(
    ({ problems }) =>
      new Set(
        problems.flatMap(({ nodeId, severity }) =>
          severity === "error" && nodeId !== undefined && nodeIds.includes(nodeId) ? nodeId : [],
        ),
      ).size,
  );
  if (faulty > 0) {
    return (
      <Foot status="failed" words={`${formatQuantity(faulty, "node")} of ${nodeIds.length} cannot run`} isProblem />
    );
  }
  if (states === null) return <footer className="folded-foot">{count}</footer>;
  const { status, words } = JSON.parse(states) as Summary;
  return <Foot status={status} words={words} />;
}

function Foot({ status, words, isProblem }: { status: Status; words: string; isProblem?: boolean }) {
  return (
    <footer className="node-status folded-status" data-status={status} data-problem={isProblem || undefined}>
      <StatusGlyph status={status} />
      <span>{words}</span>
    </footer>
  );
}

type Summary = { status: Status; words: string };

/** The state that asks for the most attention, and how far all of them are. */
export function summaryOf(
  nodeIds: readonly string[],
  nodes: Readonly<Record<string, NodeRunState | undefined>>,
): Summary {
  const states = nodeIds.map((id) => (nodes[id] ? shownStatus(nodes[id]) : "waiting"));
  const count = (...wanted: Status[]) => states.filter((state) => wanted.includes(state)).length;
  const done = count("succeeded", "cached", "warned");
  const failed = count("failed");
  const far = `${done} of ${nodeIds.length} done`;
  if (failed > 0) return { status: "failed", words: `${failed} failed, ${far}` };
  if (count("running") > 0) return { status: "running", words: far };
  if (count("paused") > 0) return { status: "paused", words: `Waiting, ${far}` };
  if (done === nodeIds.length) return { status: count("warned") > 0 ? "warned" : "succeeded", words: "All done" };
  const over = done + count("skipped", "cancelled");
  return { status: over === nodeIds.length ? "skipped" : "waiting", words: far };
}
