import { writeFile } from "node:fs/promises";
import { documentText } from "../../graph/builder/document-text.ts";
import { writeScript } from "../../graph/builder/write-script.ts";
import { definitions } from "../../nodes/definitions.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { readArguments } from "./read-arguments.ts";
import { whyUnwritten } from "./require-place.ts";
import { UsageError } from "./usage-error.ts";

/** Prints a workflow as its file, or as the script that gives the file. */
export async function exportWorkflowCommand(args: string[]): Promise<number> {
  const { subject, saved, ts, out } = readArguments(args, {
    subject: "a workflow file, a script, the name of a template, or with --saved a title",
    takes: ["ts", "saved", "out"],
  });
  // Loaded when it is asked for: nothing else here needs what speaks to a database.
  const file = saved ? await (await import("./load-saved.ts")).loadSaved(subject) : (await loadWorkflow(subject)).file;
  const isTypeScript = ts || out?.endsWith(".ts") === true;
  const text = isTypeScript ? writeScript(file, definitions) : documentText(file);
  if (out === undefined) process.stdout.write(text);
  else {
    await writeFile(out, text).catch((error: unknown) => {
      throw new UsageError(`${out} cannot be written: ${whyUnwritten(error)}.`);
    });
  }
  return 0;
}
