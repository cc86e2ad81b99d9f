"use client";
import { useStore } from "zustand";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { formatQuantity } from "../../ui/format-number.ts";
import { useImportWorkflow } from "../../workflows/use-import-workflow.ts";
import { pasteText } from "../clipboard/clipboard.ts";
import { useTools } from "../editor-tools.ts";

/** Workflow files were dropped: of each in turn the nodes may come into this workflow, or it is opened as one of its own. */
export function DroppedWorkflowDialog() {
  const tools = useTools();
  const [dropped, ...others] = useStore(tools.ui, ({ droppedWorkflows }) => droppedWorkflows);
  const { importText, isImporting } = useImportWorkflow();
  if (!dropped) return null;
  const { text, title, nodes, at } = dropped;
  const close = () => tools.ui.setState({ droppedWorkflows: others });
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
