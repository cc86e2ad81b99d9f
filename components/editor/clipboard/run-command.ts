import type { WorkflowFile } from "#graph/schema";
import { workflowInputs } from "#graph/workflow-interface";
import type { WorkflowInput } from "#graph/workflow-interface";
import { definitions } from "#nodes/definitions";

const plainKinds = new Set(["number", "text", "boolean", "json"]);

/**
 * The command that runs the workflow in a checkout of Patchbay, for a POSIX shell. It carries the workflow with it, and
 * gives each plain input its sample, to be changed.
 */
export function runCommand(file: WorkflowFile): string {
  const inputs = workflowInputs(file.graph, definitions).flatMap((input) => {
    const value = sampleText(input);
    return value === null || input.name.includes("=") ? [] : [`--input ${quote(`${input.name}=${value}`)}`];
  });
  const command = ["npm run -s patchbay -- run -", ...inputs, "<<'WORKFLOW'"].join(" ");
  return `${command}\n${JSON.stringify(file)}\nWORKFLOW\n`;
}

/** Null where the document gives it better: files, lists, and texts that the command line would take for the name of a file. */
function sampleText({ kind, isList, sample }: WorkflowInput): string | null {
  if (sample === undefined || isList || !plainKinds.has(kind)) return null;
  const text = typeof sample === "string" && kind === "text" ? sample : JSON.stringify(sample);
  return text.startsWith("@") ? null : text;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
