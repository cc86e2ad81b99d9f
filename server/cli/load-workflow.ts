import { stat } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseDocument } from "../../graph/read-document.ts";
import type { WorkflowFile } from "../../graph/schema.ts";
import { listTemplateNames } from "../templates/read-template.ts";
import { readNamedFile } from "./read-named-file.ts";
import { definitions } from "../../nodes/definitions.ts";
import { isScript, runScript } from "./run-script.ts";
import { UsageError } from "./usage-error.ts";

export const templatesFolder = fileURLToPath(new URL("../../templates", import.meta.url));

export type LoadedWorkflow = {
  file: WorkflowFile;
  /** Where the models and files that its params name may lie, first choice first. */
  folders: string[];
};

/**
 * Reads a workflow file, one that is piped in as "-", what a script builds, or a template by its name.
 *
 * @throws UsageError where there is none of these, and with every problem of a file that does not parse.
 */
export async function loadWorkflow(subject: string): Promise<LoadedWorkflow> {
  const file = subject === "-" ? path.resolve("-") : await findFile(subject);
  const result = parseDocument(await readText(subject, file), definitions);
  if (!result.ok) {
    const { problems } = result;
    const lines = problems.map(({ message }) => `  ${message}`);
    throw new UsageError(`${subject} is not a workflow:\n${lines.join("\n")}`, { problems });
  }
  const beside = path.dirname(file);
  const own = ["", "models", "samples"].map((folder) => path.join(beside, folder));
  return { file: result.file, folders: [...own, path.join(templatesFolder, "models")] };
}

async function readText(subject: string, file: string): Promise<string> {
  if (subject === "-") return await text(process.stdin);
  if (isScript(file)) return await runScript(file);
  return new TextDecoder().decode(await readNamedFile(file));
}

/** A file comes before the template of its name; a folder does not, since a template's own may lie here. */
async function findFile(subject: string): Promise<string> {
  const found = await stat(subject).catch(() => null);
  if (found?.isFile()) return path.resolve(subject);
  const names = await listTemplateNames(templatesFolder);
  if (names.includes(subject)) return path.join(templatesFolder, subject, "workflow.json");
  if (found?.isDirectory()) throw new UsageError(`"${subject}" is a folder. Name the workflow file in it.`);
  if (found) throw new UsageError(`"${subject}" is no file that can be read as a whole. Pipe it in and name it "-".`);
  throw new UsageError(`There is no file "${subject}", and no template of that name. Templates: ${names.join(", ")}.`);
}
