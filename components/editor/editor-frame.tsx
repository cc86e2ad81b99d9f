"use client";
import { X } from "lucide-react";
import { useStore } from "zustand";
import { IconButton } from "#components/ui/icon-button";
import { OfflineBar } from "../shell/offline-bar.tsx";
import type { Autosave } from "./autosave.ts";
import { CanvasMenu } from "./canvas-menu.tsx";
import { CommandMenu } from "./command-menu.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { ConnectHint } from "./connect-hint.tsx";
import { DroppedWorkflowDialog } from "./dropped-workflow-dialog.tsx";
import { EditorCanvas } from "./editor-canvas.tsx";
import { EditorTopbar } from "./editor-topbar.tsx";
import { useTools } from "./editor-tools.ts";
import { ExtractDialog } from "./extract-dialog.tsx";
import { InnerBar } from "./inner-bar.tsx";
import { Inspector } from "./inspector.tsx";
import { Palette } from "./palette.tsx";
import { PanelResizer } from "./panel-resizer.tsx";
import { PinsDialog } from "./pins-dialog.tsx";
import { QuickAdd } from "./quick-add.tsx";
import { RefusalCard } from "./refusal-card.tsx";
import { RunStrip } from "./run-strip.tsx";
import { ShortcutsSheet } from "./shortcuts-sheet.tsx";
import type { useConnecting } from "./use-connecting.ts";
import { useEditorRun } from "./use-editor-run.ts";
import { useSubGraphs } from "./use-sub-graphs.ts";

/** The regions of the editor. Below 1200 px the panels float over the canvas, below 640 it is for looking. */
export function EditorFrame({
  title,
  isRenaming,
  finishRename,
  autosave,
  isStarting,
  keepMineAsCopy,
  connecting,
}: {
  title: string;
  isRenaming: boolean;
  finishRename: (title: string | null) => void;
  autosave: Autosave | null;
  isStarting: boolean;
  keepMineAsCopy: () => Promise<void>;
  connecting: ReturnType<typeof useConnecting>;
}) {
  const { ui, workflowId, path, runs, editor, mayEdit } = useTools();
  const { isPaletteOpen, isInspectorOpen } = useStore(ui);
  const run = useEditorRun({ workflowId, path, runs });
  useSubGraphs(editor);
  return (
    <div
      className="editor-frame"
      data-palette={(isPaletteOpen && mayEdit) || undefined}
      data-inspector={isInspectorOpen || undefined}
    >
      <EditorTopbar
        title={title}
        isRenaming={isRenaming}
        onRename={finishRename}
        autosave={autosave}
        isStarting={isStarting}
      />
      <div className="[grid-area:notice]">
        <OfflineBar />
        <InnerBar title={title} />
      </div>
      {isPaletteOpen && mayEdit && (
        <aside aria-label="Nodes" data-region className="editor-palette">
          <Palette />
          <PanelResizer label="Width of the palette" side="right" least={180} most={320} byDefault={200} />
        </aside>
      )}
      <main className="grid min-h-0 min-w-0 [grid-area:canvas]">
        <EditorCanvas connecting={connecting} />
      </main>
      {isInspectorOpen && (
        <aside aria-label="Inspector" data-region className="editor-inspector">
          <IconButton
            icon={X}
            size="sm"
            label="Close the inspector"
            className="inspector-close"
            onClick={() => ui.setState({ isInspectorOpen: false })}
          />
          <Inspector />
          <PanelResizer label="Width of the inspector" side="left" least={260} most={520} byDefault={300} />
        </aside>
      )}
      <footer aria-label="Run" data-region className="border-t border-line bg-panel [grid-area:drawer]">
        <RunStrip row={run.row} problem={run.isLost ? "The run's events do not arrive" : null} />
      </footer>
      <ConnectHint />
      <QuickAdd />
      <RefusalCard />
      <DroppedWorkflowDialog />
      <CanvasMenu />
      <CommandMenu />
      <PinsDialog />
      <ExtractDialog />
      <ShortcutsSheet />
      {autosave && <ConflictDialog autosave={autosave} onKeepCopy={() => void keepMineAsCopy()} />}
    </div>
  );
}
