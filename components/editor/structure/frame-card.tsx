"use client";
import type { NodeProps } from "@xyflow/react";
import { ChevronDown } from "lucide-react";
import { memo } from "react";
import type { GraphGroup } from "#graph/schema";
import { useCanvas, useEditor, useIsFound } from "../canvas/canvas-context.tsx";
import type { FrameNode } from "../canvas/canvas-records.ts";
import { changeFrame, toggleFolded } from "./frame-work.ts";
import { countNodes, nodesInFrame } from "./nodes-in-frame.ts";
import { Resize } from "../canvas/note-card.tsx";
import { formatQuantity } from "../../ui/format-number.ts";
import { TitleField } from "../title-field.tsx";

/** A titled frame around nodes; dragging its title moves what lies inside. */
export const FrameCard = memo(function FrameCard({ id, data, selected }: NodeProps<FrameNode>) {
  const { editor, commands } = useCanvas();
  const { record } = data;
  const isFound = useIsFound(id);
  const isEmpty = useEditor(({ graph, library }) => nodesInFrame(graph, library, record).length === 0);
  const nodeCount = useEditor(({ graph, library }) => countNodes(graph, library, record));
  return (
    <section
      aria-label={`Frame ${record.title}`}
      data-node-id={id}
      data-found={isFound}
      data-selected={selected || undefined}
      data-colour={record.colour}
      tabIndex={selected ? 0 : -1}
      className="frame-card"
    >
      <header className="frame-head">
        {commands && !isEmpty && (
          <button
            type="button"
            className="frame-fold nodrag"
            aria-expanded
            aria-label={`Fold ${record.title}`}
            tabIndex={selected ? 0 : -1}
            onClick={() => toggleFolded(editor, record.id)}
          >
            <ChevronDown size={14} aria-hidden />
          </button>
        )}
        <FrameTitle id={id} record={record} />
        <span>{formatQuantity(nodeCount, "node")}</span>
      </header>
      {selected && commands && (
        <Resize id={id} onSize={(size) => changeFrame(editor, record.id, { size }, "Resize frame")} />
      )}
    </section>
  );
});

/** Double click or F2 edits it in place. */
export function FrameTitle({ id, record }: { id: string; record: GraphGroup }) {
  const { editor, commands } = useCanvas();
  const isRenaming = useEditor(({ renaming }) => renaming === id);
  if (!isRenaming) {
    return (
      <h3 title={record.title} onDoubleClick={() => commands && editor.getState().setRenaming(id)}>
        {record.title}
      </h3>
    );
  }
  return (
    <TitleField
      value={record.title}
      label="Frame title"
      onDone={(title) => {
        editor.getState().setRenaming(null);
        if (title !== null && title !== record.title) changeFrame(editor, record.id, { title }, "Rename frame");
      }}
    />
  );
}
