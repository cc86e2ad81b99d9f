import { documentText } from "#graph/builder/document-text";
import type { WorkflowFile } from "#graph/schema";

/** Hands a file to the browser under a name that every file system takes: `<title>.json`. */
export function downloadFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name
    .replace(/[^\p{L}\p{N} _.-]+/gu, "")
    .trim()
    .replace(/^\./, "workflow.");
  link.click();
  URL.revokeObjectURL(url);
}

export function downloadWorkflow(file: WorkflowFile): void {
  downloadFile(new Blob([documentText(file)], { type: "application/json" }), `${file.title}.json`);
}
