"use client";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { updateGroup } from "#graph/commands/update-records";
import { useCanvas, useEditor } from "./canvas-context.tsx";
import type { FrameNode } from "./canvas-records.ts";
import { nodesInFrame } from "./nodes-in-frame.ts";
import { Resize } from "./note-card.tsx";
import { formatQuantity } from "../ui/format-number.ts";
import { TitleField } from "./title-field.tsx";

/** A titled frame around nodes; dragging its title moves what lies inside. */
export const FrameCard = memo(function FrameCard({ id, data, selected }: NodeProps<FrameNode>) {
  const { editor, commands } = useCanvas();
  const { record } = data;
  const isRenaming = useEditor(({ renaming }) => renaming === id);
  const nodeCount = useEditor(({ graph, library }) => nodesInFrame(graph, library, record).length);
  function change(changes: Parameters<typeof updateGroup>[1]["changes"], label: string) {
    const { apply, graph } = editor.getState();
    apply(updateGroup(graph, { groupId: record.id, changes }), { label });
  }
  return (
    <section
      aria-label={`Frame ${record.title}`}
      data-node-id={id}
      data-selected={selected || undefined}
      tabIndex={selected ? 0 : -1}
      className="frame-card"
    >
      <header className="frame-head" onDoubleClick={() => commands && editor.getState().setRenaming(id)}>
        {isRenaming ? (
          <TitleField
            value={record.title}
            label="Frame title"
            onDone={(title) => {
              editor.getState().setRenaming(null);
              if (title !== null && title !== record.title) change({ title }, "Rename frame");
            }}
          />
        ) : (
          <h3>{record.title}</h3>
        )}
        <span>{formatQuantity(nodeCount, "node")}</span>
      </header>
      {selected && commands && <Resize id={id} onSize={(size) => change({ size }, "Resize frame")} />}
    </section>
  );
});
