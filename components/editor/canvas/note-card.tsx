"use client";
import { NodeResizeControl } from "@xyflow/react";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { updateNote } from "#graph/commands/update-records";
import { MAX_NOTE_CHARACTERS } from "#graph/limits";
import type { GraphNote } from "#graph/schema";
import { useCanvas, useEditor, useIsFound } from "./canvas-context.tsx";
import type { NoteNode } from "./canvas-records.ts";
import { MarkdownText } from "./markdown-text.tsx";
import { snapToGrid } from "../adding/place-node.ts";
import { useKeptCaret } from "../fields/use-kept-caret.ts";

/** Markdown on the canvas. Double click or F2 edits it; Esc and leaving end that. */
export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteNode>) {
  const { editor, commands } = useCanvas();
  const { record } = data;
  const isFound = useIsFound(id);
  const isEditing = useEditor(({ renaming }) => renaming === id);
  return (
    <section
      aria-label="Note"
      data-node-id={id}
      data-found={isFound}
      data-selected={selected || undefined}
      tabIndex={selected ? 0 : -1}
      className="note-card"
      style={{ minHeight: record.size.height }}
      onDoubleClick={() => commands && editor.getState().setRenaming(id)}
    >
      {isEditing ? <NoteField record={record} /> : <MarkdownText text={record.text || "*Empty note*"} />}
      {selected && commands && <Resize id={id} onSize={(size) => resizeNote(size)} />}
    </section>
  );

  function resizeNote(size: { width: number; height: number }) {
    const { apply, graph } = editor.getState();
    apply(updateNote(graph, { noteId: record.id, changes: { size } }), { label: "Resize note" });
  }
});

function NoteField({ record: { id, text } }: { record: GraphNote }) {
  const { editor } = useCanvas();
  return (
    <textarea
      autoFocus
      aria-label="Note text"
      className="note-field nodrag nopan nowheel"
      {...useKeptCaret(text)}
      value={text}
      maxLength={MAX_NOTE_CHARACTERS}
      placeholder="Write Markdown"
      onChange={(event) => {
        const { apply, graph } = editor.getState();
        const patch = updateNote(graph, { noteId: id, changes: { text: event.currentTarget.value } });
        apply(patch, { label: "Edit note", mergeKey: `note.${id}` });
      }}
      onBlur={() => editor.getState().setRenaming(null)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") event.currentTarget.closest<HTMLElement>("[data-node-id]")?.focus();
      }}
    />
  );
}

export function Resize({ id, onSize }: { id: string; onSize: (size: { width: number; height: number }) => void }) {
  return (
    <NodeResizeControl
      nodeId={id}
      position="bottom-right"
      minWidth={120}
      minHeight={60}
      className="resize-corner"
      onResizeEnd={(_, { width, height }) => onSize({ width: snapToGrid(width), height: snapToGrid(height) })}
    />
  );
}
