"use client";
import { Ellipsis, Lock } from "lucide-react";
import { isPinnedWhole } from "#graph/run-part";
import type { Graph } from "#graph/schema";
import { deviceName } from "../../accelerators/device-name.ts";
import { useCanvas, useEditor, useRun } from "../canvas/canvas-context.tsx";
import type { Card } from "./card-of.ts";
import { NodeIcon } from "./node-icon.tsx";
import { renameTo } from "./rename-to.ts";
import { standingWord } from "../running/run-words.ts";
import { TitleField } from "../title-field.tsx";

/** Icon, title, and one badge or the menu button. Double click or F2 edits the title in place. */
export function NodeHeader({ card, id }: { card: Card; id: string }) {
  const { editor, commands } = useCanvas();
  const isRenaming = useEditor(({ renaming }) => renaming === id);
  const isSelected = useEditor(({ selection }) => selection.has(id));
  const badge = useEditor(({ graph }) => badgeOf(graph, id));
  const isLocked = useEditor(({ graph }) => graph.nodes[id]?.locked === true);
  const device = useRun(({ run }) => shownDevice(run?.nodes[id]?.device));
  return (
    <header className="node-head">
      <NodeIcon name={card.icon} />
      {isRenaming ? (
        <TitleField value={card.title} label="Node title" onDone={(title) => renameTo(editor, id, title)} />
      ) : (
        <h3 title={card.title} onDoubleClick={() => commands && editor.getState().setRenaming(id)}>
          {card.title}
        </h3>
      )}
      {isLocked && <Lock size={12} role="img" aria-label="Position locked" className="node-lock" />}
      {device && <span className="node-badge line">{device}</span>}
      {!device && badge && !isSelected && <span className="node-badge">{badge}</span>}
      {commands && isSelected && (
        <button
          type="button"
          className="node-menu-button nodrag"
          aria-label="Node menu"
          tabIndex={-1}
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            commands.openNodeMenu(id, { x: left, y: bottom });
          }}
        >
          <Ellipsis size={14} aria-hidden />
        </button>
      )}
    </header>
  );
}

function badgeOf(graph: Graph, id: string): string | null {
  const { type, disabled } = graph.nodes[id] ?? {};
  if (disabled) return standingWord(disabled);
  if (isPinnedWhole(graph, id)) return "Pinned";
  if (type === "workflow-input") return "Input";
  return type === "workflow-output" ? "Output" : null;
}

/** The CPU is what one expects; anything else is worth a word. */
function shownDevice(device: string | undefined): string | null {
  return device && device !== "cpu" ? deviceName(device) : null;
}
