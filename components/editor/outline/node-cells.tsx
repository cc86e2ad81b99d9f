"use client";
import { nodeAt } from "#graph/sub-graphs";
import { titleOf } from "#graph/title-of";
import { PortGlyph } from "#components/ui/port-glyph";
import { StatusGlyph, statusWords } from "#components/ui/status-glyph";
import type { Status } from "#components/ui/status-glyph";
import { formatQuantity } from "../../ui/format-number.ts";
import { useCanvas, useEditor, useRun } from "../canvas/canvas-context.tsx";
import { cardOf } from "../nodes/card-of.ts";
import { NodeIcon } from "../nodes/node-icon.tsx";
import { renameTo } from "../nodes/rename-to.ts";
import { typeText } from "../nodes/type-words.ts";
import { problemIndex } from "../problems/problem-index.ts";
import { shownStatus, standingWord } from "../running/run-words.ts";
import { useNodeLine } from "../running/use-node-line.ts";
import { TitleField } from "../title-field.tsx";
import type { CellsProps } from "./outline-row.tsx";
import type { OutlineRow } from "./outline-rows.ts";
import { edgesAt, typeAt, wiredWords } from "./row-words.ts";

type RowOf<Kind extends OutlineRow["kind"]> = Extract<OutlineRow, { kind: Kind }>;

export function NodeCells({ row, isNarrow, children }: CellsProps<RowOf<"node">>) {
  const { nodeId } = row;
  const graph = useEditor((state) => state.graph);
  const library = useEditor((state) => state.library);
  const line = useNodeLine(nodeId);
  const wrong = useEditor((state) => problemIndex(state.problems).byNode.get(nodeId)?.length ?? 0);
  const failure = useRun(({ run }) =>
    run?.nodes[nodeId]?.status === "failed" ? run.nodes[nodeId].failure : undefined,
  );
  const problems = wrong + (failure ? 1 : 0);
  const card = cardOf(graph, library, nodeId);
  const node = graph.nodes[nodeId];
  if (!card || !node) return children({});
  const typeTitle = card.definition?.title ?? node.type;
  const standing = node.disabled && standingWord(node.disabled);
  const status = line && <StatusLine status={line.status} text={failure ? failure.message : line.text} />;
  return children({
    title: (
      <>
        <span className="text-2">
          <NodeIcon name={card.icon} />
        </span>
        <span className="outline-lines">
          <NodeTitle nodeId={nodeId} title={card.title} />
          {isNarrow && <span className="outline-second">{[typeTitle, standing].filter(Boolean).join(", ")}</span>}
        </span>
        {!isNarrow && standing && <span className="node-badge">{standing}</span>}
      </>
    ),
    type: <span title={typeTitle}>{typeTitle}</span>,
    status,
    inputs: (
      <Summary
        parts={card.inputs.map(([port, { label }]) => {
          const end = { node: nodeId, port, side: "input" } as const;
          const isWired = edgesAt(graph, end).length > 0;
          const words = wiredWords(graph, library, end);
          return { key: port, label, words: isWired ? `from ${words}` : words.toLowerCase() };
        })}
      />
    ),
    outputs: (
      <Summary
        parts={card.outputs.map(([port, { label }]) => {
          const end = { node: nodeId, port, side: "output" } as const;
          const { type, depth } = typeAt(graph, library, end);
          const isWired = edgesAt(graph, end).length > 0;
          const words = isWired ? `to ${wiredWords(graph, library, end)}` : "goes nowhere";
          return {
            key: port,
            label,
            words: `${typeText(type, depth)}, ${words}`,
            glyph: <PortGlyph kind={type.kind} state={depth > 0 ? "list" : isWired ? "connected" : "open"} />,
          };
        })}
      />
    ),
    problems: problems > 0 && (
      <span className="text-2 whitespace-nowrap tabular-nums">{formatQuantity(problems, "problem")}</span>
    ),
  });
}

/** Ports in a line: what is at them in words that a screen reader says, cut where there is no room. */
function Summary({ parts }: { parts: { key: string; label: string; words: string; glyph?: React.ReactNode }[] }) {
  if (parts.length === 0) return null;
  return (
    <span title={parts.map(({ label, words }) => `${label}: ${words}`).join("\n")}>
      {parts.map(({ key, label, words, glyph }, index) => (
        <span key={key} className="outline-port">
          {glyph}
          <span>{label}</span> <span className="text-3">{words}</span>
          {index < parts.length - 1 && "; "}
        </span>
      ))}
    </span>
  );
}

export function StatusLine({ status, text }: { status: Status; text: string }) {
  return (
    <>
      <StatusGlyph status={status} />
      <span title={text}>
        <span className="sr-only">{statusWords[status]}: </span>
        {text}
      </span>
    </>
  );
}

/** F2, or _Rename_ in the row's menu, edits it in place. */
function NodeTitle({ nodeId, title }: { nodeId: string; title: string }) {
  const { editor } = useCanvas();
  const isRenaming = useEditor(({ renaming }) => renaming === nodeId);
  if (!isRenaming) return <strong title={title}>{title}</strong>;
  return <TitleField value={title} label="Node title" onDone={(next) => renameTo(editor, nodeId, next)} />;
}

/** A step of the workflow that a node runs: to look at, and to go to. */
export function StepCells({ row, isNarrow, children }: CellsProps<RowOf<"step">>) {
  const graph = useEditor((state) => state.graph);
  const library = useEditor((state) => state.library);
  const subGraphs = useEditor((state) => state.subGraphs);
  const step = useRun(({ run }) => run?.nodes[row.path]);
  const at = nodeAt(graph, subGraphs ?? {}, row.path);
  const card = at && cardOf(at.graph, library, at.node.id);
  if (!card) return children({});
  const typeTitle = card.definition?.title ?? at.node.type;
  const status = step && shownStatus(step);
  return children({
    title: (
      <>
        <span className="text-3">
          <NodeIcon name={card.icon} />
        </span>
        <span className="outline-lines">
          <span className="text-2">{titleOf(at.node, library)}</span>
          {isNarrow && <span className="outline-second">Step within, {typeTitle}</span>}
        </span>
      </>
    ),
    type: <span>{typeTitle}</span>,
    status: status && <StatusLine status={status} text={step.failure?.message ?? statusWords[status]} />,
  });
}
