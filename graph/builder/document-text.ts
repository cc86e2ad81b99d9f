import type { WorkflowFile } from "../schema.ts";

/** A workflow file as export, scripts and the command line write it: one document is one text, byte for byte. */
export function documentText(file: WorkflowFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}
