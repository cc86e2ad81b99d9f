"use client";
import { useStore } from "zustand";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { formatQuantity } from "../../ui/format-number.ts";
import { showToast } from "../../ui/toast-store.ts";
import { useImportWorkflow } from "../../workflows/use-import-workflow.ts";
import { pasteText } from "../clipboard/clipboard.ts";
import { useTools } from "../editor-tools.ts";

/**
 * Workflow files were dropped: of each in turn the nodes may come into this workflow, or it becomes one of its own. That is opened
 * where no file waits any more, and offered until then.
 */
export function DroppedWorkflowDialog() {
  const tools = useTools();
  const [dropped, ...others] = useStore(tools.ui, ({ droppedWorkflows }) => droppedWorkflows);
  const close = () => tools.ui.setState(({ droppedWorkflows }) => ({ droppedWorkflows: droppedWorkflows.slice(1) }));
  const { importText, isImporting } = useImportWorkflow((href) => {
    close();
    if (tools.ui.getState().droppedWorkflows.length === 0) tools.goTo(href);
    else {
      const action = { label: "Open", onAction: () => tools.goTo(href) };
      showToast({ title: `“${dropped?.title}” is a workflow of its own now`, action });
    }
  });
  if (!dropped) return null;
  const { text, title, nodes, at } = dropped;
  return (
    <Dialog
      isOpen
      onOpenChange={close}
      title={`“${title}” is a workflow`}
      description={`It has ${formatQuantity(nodes, "node")}. Add them to this workflow, or open it as a workflow of its own.${others.length > 0 ? ` ${formatQuantity(others.length, "more file")} after this one.` : ""}`}
      actions={
        <>
          <Button
            onClick={() => {
              close();
              void pasteText(tools, text, { place: at });
            }}
          >
            Add its nodes here
          </Button>
          <Button variant="primary" autoFocus isBusy={isImporting} onClick={() => importText(text)}>
            Open as a new workflow
          </Button>
        </>
      }
    />
  );
}
