"use client";
import { updateNote } from "#graph/commands/update-records";
import { MAX_NOTE_CHARACTERS } from "#graph/limits";
import { refusedEdges } from "#graph/refused-edges";
import { Frame, StickyNote } from "lucide-react";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { PortGlyph } from "#components/ui/port-glyph";
import { StatusGlyph } from "#components/ui/status-glyph";
import { formatQuantity } from "../../ui/format-number.ts";
import { useCanvas, useEditor, useRun } from "../canvas/canvas-context.tsx";
import { useTools } from "../editor-tools.ts";
import { cardOf } from "../nodes/card-of.ts";
import { typeText } from "../nodes/type-words.ts";
import { FixButtons } from "../problems/fix-buttons.tsx";
import { fixesFor } from "../problems/fixes.ts";
import { FrameTitle } from "../structure/frame-card.tsx";
import { noteTitle } from "./note-title.ts";
import type { CellsProps } from "./outline-row.tsx";
import type { OutlineRow } from "./outline-rows.ts";
import { frameOf } from "./frame-of.ts";
import { openConnect } from "./outline-work.ts";
import { edgesAt, typeAt, valueAt, valueWords, wiredWords } from "./row-words.ts";

type RowOf<Kind extends OutlineRow["kind"]> = Extract<OutlineRow, { kind: Kind }>;

/** A port: its kind and shape, to what it is wired, and the value that passed through it in the last run. */
export function PortCells({ row, isNarrow, children }: CellsProps<RowOf<"port">>) {
  const tools = useTools();
  const { end } = row;
  const graph = useEditor((state) => state.graph);
  const library = useEditor((state) => state.library);
  const value = useRun(({ run }) => run && valueAt(graph, run.nodes, end));
  const card = cardOf(graph, library, end.node);
  const ports = end.side === "input" ? card?.inputs : card?.outputs;
  const label = ports?.find(([name]) => name === end.port)?.[1].label ?? end.port;
  const { type, depth } = typeAt(graph, library, end);
  const edges = edgesAt(graph, end);
  const refusal = edges.map(({ id }) => refusedEdges(graph, library).get(id)).find(Boolean);
  const words = wiredWords(graph, library, end);
  const connect = tools.mayEdit && (
    <Button size="sm" tabIndex={-1} className="outline-connect" onClick={() => openConnect(tools, end)}>
      Connect
    </Button>
  );
  const where = (
    <>
      <span title={refusal ?? words}>
        {edges.length > 0 && (end.side === "input" ? "from " : "to ")}
        {words}
        {refusal && <span className="text-danger"> {refusal}</span>}
      </span>
      {!isNarrow && connect}
    </>
  );
  return children({
    title: (
      <>
        <PortGlyph kind={type.kind} state={depth > 0 ? "list" : edges.length > 0 ? "connected" : "open"} />
        <span className="outline-lines">
          <span>
            {label}
            <span className="text-3"> {end.side}</span>
          </span>
          {isNarrow && (
            <span className="outline-second">
              {typeText(type, depth)}, {where}
            </span>
          )}
        </span>
      </>
    ),
    type: <span className="mono text-2xs">{typeText(type, depth)}</span>,
    status: (
      <>
        {value && <span title={valueWords(value)}>{valueWords(value)}</span>}
        {isNarrow && connect}
      </>
    ),
    [end.side === "input" ? "inputs" : "outputs"]: where,
  });
}

/** What is wrong with the node above, with the buttons that mend it; Enter is the first of them. */
export function ProblemCells({ row, children }: CellsProps<RowOf<"problem">>) {
  const tools = useTools();
  const { problem } = row;
  const status = problem.severity === "error" ? "failed" : "warned";
  return children({
    title: (
      <>
        <StatusGlyph status={status} />
        <span className="outline-problem" title={problem.message}>
          {problem.message}
        </span>
        <FixButtons fault={problem} fixesOf={(fault) => fixesFor(tools, fault)} className="flex-nowrap!" />
      </>
    ),
  });
}

export function FrameCells({ row, isNarrow, children }: CellsProps<RowOf<"frame">>) {
  const graph = useEditor((state) => state.graph);
  const library = useEditor((state) => state.library);
  const record = graph.groups[row.frameId];
  if (!record) return children({});
  const isWithin = (id: string): boolean => {
    const around = frameOf(graph, library).get(id);
    return around !== undefined && (around === row.frameId || isWithin(`frame:${around}`));
  };
  const count = formatQuantity(Object.keys(graph.nodes).filter(isWithin).length, "node");
  return children({
    title: (
      <>
        <Icon icon={Frame} size={14} className="text-3" />
        <span className="outline-lines outline-frame">
          <FrameTitle id={`frame:${record.id}`} record={record} />
          {isNarrow && <span className="outline-second">Frame, {count}</span>}
        </span>
      </>
    ),
    type: <span>Frame, {count}</span>,
  });
}

export function NoteCells({ row, isNarrow, children }: CellsProps<RowOf<"note">>) {
  const { editor } = useCanvas();
  const note = useEditor(({ graph }) => graph.notes[row.noteId]);
  const isEditing = useEditor(({ renaming }) => renaming === row.key);
  if (!note) return children({});
  return children({
    title: (
      <>
        <Icon icon={StickyNote} size={14} className="text-3" />
        {isEditing ? (
          <textarea
            autoFocus
            rows={1}
            aria-label="Note text"
            className="title-field"
            defaultValue={note.text}
            maxLength={MAX_NOTE_CHARACTERS}
            onChange={({ currentTarget: { value } }) => {
              const { apply, graph } = editor.getState();
              const patch = updateNote(graph, { noteId: note.id, changes: { text: value } });
              apply(patch, { label: "Edit note", mergeKey: `note.${note.id}` });
            }}
            onBlur={() => editor.getState().setRenaming(null)}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === "Escape") event.currentTarget.closest<HTMLElement>("[data-node-id]")?.focus();
            }}
          />
        ) : (
          <span className="outline-lines">
            <span className="text-2" title={note.text}>
              {noteTitle(note.text)}
            </span>
            {isNarrow && <span className="outline-second">Note</span>}
          </span>
        )}
      </>
    ),
    type: <span>Note</span>,
  });
}
