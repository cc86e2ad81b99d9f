"use client";
import { useStore } from "zustand";
import { lazyDialog } from "#components/ui/lazy-dialog";
import { useTools } from "./editor-tools.ts";

const PinsDialog = lazyDialog(async () => (await import("./running/pins-dialog.tsx")).PinsDialog);
const TestsDialog = lazyDialog(async () => (await import("../workflow-tests/tests-dialog.tsx")).TestsDialog);
const ShortcutsSheet = lazyDialog(async () => (await import("./keys/shortcuts-sheet.tsx")).ShortcutsSheet);
const DroppedDialog = lazyDialog(
  async () => (await import("./dropping/dropped-workflow-dialog.tsx")).DroppedWorkflowDialog,
);

/** Those that few open, whose scripts come with the first opening. What one types into at once, or decides over unsaved work, does not wait. */
export function EditorDialogs() {
  const { ui } = useTools();
  const dialog = useStore(ui, (state) => state.dialog);
  const hasDropped = useStore(ui, ({ droppedWorkflows }) => droppedWorkflows.length > 0);
  const close = () => ui.setState({ dialog: null });
  return (
    <>
      {dialog === "pins" && <PinsDialog onClose={close} />}
      {dialog === "tests" && <TestsDialog onClose={close} />}
      {dialog === "shortcuts" && <ShortcutsSheet onClose={close} />}
      {hasDropped && <DroppedDialog onClose={() => ui.setState({ droppedWorkflows: [] })} />}
    </>
  );
}
