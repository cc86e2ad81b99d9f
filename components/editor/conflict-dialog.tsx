"use client";
import { useStore } from "zustand";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { formatQuantity } from "../ui/format-number.ts";
import type { Autosave } from "./autosave.ts";
import { useTools } from "./editor-tools.ts";

/**
 * Someone else saved this workflow in the meantime. Nothing of either side is lost unless a person says so: mine goes on as
 * a workflow of its own, or theirs takes its place here, where undo no longer reaches it.
 */
export function ConflictDialog({ autosave, onKeepCopy }: { autosave: Autosave; onKeepCopy: () => void }) {
  const { editor } = useTools();
  const state = useStore(autosave);
  if (state.status !== "conflict") return null;
  const theirs = Object.keys(state.graph.nodes).length;
  const mine = Object.keys(editor.getState().graph.nodes).length;
  function takeTheirs() {
    if (state.status !== "conflict") return;
    editor.getState().replace(state.graph);
    autosave.rebase(state.version, true);
  }
  return (
    <Dialog
      isOpen
      onOpenChange={() => {
        // Stays until it is decided: closing it would leave a page that no longer saves.
      }}
      title="This workflow was changed elsewhere"
      description={
        <>
          <p>
            Version {state.version} was saved in another tab or by someone else, with {formatQuantity(theirs, "node")}.
            Yours here has {formatQuantity(mine, "node")} and is not saved. Nothing was overwritten.
          </p>
        </>
      }
      actions={
        <>
          <Button onClick={takeTheirs}>Take theirs, drop mine</Button>
          {/* Enter must not be what drops someone's work. */}
          <Button variant="primary" autoFocus onClick={onKeepCopy}>
            Keep mine as a copy
          </Button>
        </>
      }
    />
  );
}
