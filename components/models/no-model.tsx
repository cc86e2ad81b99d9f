"use client";
import { useMay } from "#components/shell/session-context";
import { EmptyState } from "#components/ui/empty-state";
import { FileButton } from "#components/ui/file-button";
import { useImportModels } from "./use-import-models.ts";

/** Beside the list while no model is chosen. */
export function NoModel({ isListEmpty }: { isListEmpty: boolean }) {
  const mayImport = useMay("editor");
  const importModels = useImportModels();
  return (
    <EmptyState
      title={isListEmpty ? "No models yet" : "Choose a model"}
      actions={
        mayImport && (
          <FileButton accept=".onnx" onFiles={(files) => importModels(files)}>
            Import .onnx
          </FileButton>
        )
      }
    >
      Ports, operators and weights are read from the file without running it. Templates bring their own models along.
    </EmptyState>
  );
}
