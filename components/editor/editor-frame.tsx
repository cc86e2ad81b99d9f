"use client";
import { X } from "lucide-react";
import { IconButton } from "#components/ui/icon-button";
import { PartBoundary } from "#components/ui/part-boundary";
import { OfflineBar } from "../shell/offline-bar.tsx";
import type { Autosave } from "./saving/autosave.ts";
import { CanvasMenu } from "./canvas/canvas-menu.tsx";
import { CommandMenu } from "./actions/command-menu.tsx";
import { ConflictDialog } from "./saving/conflict-dialog.tsx";
import { ConnectHint } from "./wires/connect-hint.tsx";
import { EditorCanvas } from "./canvas/editor-canvas.tsx";
import { EditorDialogs } from "./editor-dialogs.tsx";
import { EditorTopbar } from "./editor-topbar.tsx";
import { usePanels, useTools } from "./editor-tools.ts";
import { ExtractDialog } from "./structure/extract-dialog.tsx";
import { InnerBar } from "./structure/inner-bar.tsx";
import { goToWork } from "./inspector/regions.ts";
import { useFocusBack } from "./inspector/use-focus-back.ts";
import { Inspector } from "./inspector/inspector.tsx";
import { ConnectList } from "./outline/connect-list.tsx";
import { focusChosen } from "./outline/outline-work.ts";
import { OutlineView } from "./outline/outline-view.tsx";
import { Palette } from "./adding/palette.tsx";
import { PanelResizer } from "./inspector/panel-resizer.tsx";
import { QuickAdd } from "./adding/quick-add.tsx";
import { RefusalCard } from "./wires/refusal-card.tsx";
import { RunStrip } from "./running/run-strip.tsx";
import { SaveNotice } from "./saving/save-status.tsx";
import type { useConnecting } from "./wires/use-connecting.ts";
import { useEditorRun } from "./running/use-editor-run.ts";
import { useSecretNames } from "./problems/use-secret-names.ts";
import { useSubGraphs } from "./structure/use-sub-graphs.ts";

/** The regions of the editor. Below 1200 px the panels float over the canvas, below 640 it is for looking. */
export function EditorFrame({
  title,
  isRenaming,
  finishRename,
  autosave,
  keepMineAsCopy,
  isKeeping,
  connecting,
}: {
  title: string;
  isRenaming: boolean;
  finishRename: (title: string | null) => void;
  autosave: Autosave | null;
  keepMineAsCopy: () => Promise<void>;
  isKeeping: boolean;
  connecting: ReturnType<typeof useConnecting>;
}) {
  const tools = useTools();
  const { ui, workflowId, path, runs, editor, mayEdit } = tools;
  const { isPaletteOpen, isInspectorOpen, view } = usePanels();
  const run = useEditorRun({ workflowId, path, runs });
  useSubGraphs(editor);
  useSecretNames(editor);
  useFocusBack(tools);
  return (
    <div
      className="editor-frame"
      data-palette={(isPaletteOpen && mayEdit) || undefined}
      data-inspector={isInspectorOpen || undefined}
    >
      <a
        href="#editor-work"
        className="sr-only focus:not-sr-only focus:absolute focus:top-1.5 focus:left-2 focus:z-50 focus:rounded-2 focus:bg-overlay focus:px-3 focus:py-1.5 focus:text-sm focus:shadow-3"
        onClick={(event) => {
          event.preventDefault();
          goToWork();
        }}
      >
        {view === "outline" ? "Skip to the outline" : "Skip to the canvas"}
      </a>
      <EditorTopbar
        title={title}
        isRenaming={isRenaming}
        onRename={finishRename}
        autosave={autosave}
        isKeeping={isKeeping}
      />
      <div className="[grid-area:notice]">
        <OfflineBar />
        {autosave && <SaveNotice autosave={autosave} isKeeping={isKeeping} onRetry={() => void tools.saveNow()} />}
        <InnerBar title={title} />
      </div>
      {isPaletteOpen && mayEdit && (
        <aside aria-label="Nodes" data-region className="editor-palette">
          <PartBoundary what="The list of nodes">
            <Palette />
          </PartBoundary>
          <PanelResizer label="Width of the palette" side="right" least={180} most={320} byDefault={200} />
        </aside>
      )}
      <main id="editor-work" className="grid min-h-0 min-w-0 [grid-area:canvas]">
        <EditorCanvas connecting={connecting} />
        {view === "outline" && (
          <PartBoundary what="The outline">
            <OutlineView />
          </PartBoundary>
        )}
      </main>
      {isInspectorOpen && (
        <aside
          aria-label="Inspector"
          data-region
          className="editor-inspector"
          onKeyDown={(event) => {
            if (event.key !== "Escape" || event.defaultPrevented || !isWithin(event)) return;
            // Back to the row or the card that one came from.
            event.stopPropagation();
            focusChosen(tools);
          }}
        >
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
        <PartBoundary what="The run" resetKey={run.row}>
          <RunStrip row={run.row} problem={run.isLost ? "The run's events do not arrive" : null} />
        </PartBoundary>
      </footer>
      <ConnectHint />
      <QuickAdd />
      <ConnectList join={connecting.join} />
      <RefusalCard />
      <CanvasMenu />
      <CommandMenu />
      <ExtractDialog />
      <EditorDialogs />
      {autosave && <ConflictDialog autosave={autosave} onKeepCopy={() => void keepMineAsCopy()} />}
    </div>
  );
}

/** Not in a list or a dialog that stands elsewhere in the page, and closes by the same key. */
function isWithin({ currentTarget, target }: React.KeyboardEvent): boolean {
  return target instanceof Element && currentTarget.contains(target);
}
