import { readFile, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseDocument } from "../../graph/read-document.ts";
import type { WorkflowFile } from "../../graph/schema.ts";
import { UsageError } from "./usage-error.ts";

export const templatesFolder = fileURLToPath(new URL("../../templates", import.meta.url));

export type LoadedWorkflow = {
  file: WorkflowFile;
  /** Where the models and files that its params name may lie, first choice first. */
  folders: string[];
};

/**
 * Reads a workflow file, or a template by its name.
 *
 * @throws UsageError where there is neither, and with every problem of a file that does not parse.
 */
export async function loadWorkflow(subject: string): Promise<LoadedWorkflow> {
  const isFile = await stat(subject).then(
    (found) => found.isFile(),
    () => false,
  );
  const file = isFile ? path.resolve(subject) : await templateFile(subject);
  const result = parseDocument(await readFile(file, "utf8"));
  if (!result.ok) {
    const lines = result.problems.map(({ message }) => `  ${message}`);
    throw new UsageError(`${subject} is not a workflow:\n${lines.join("\n")}`);
  }
  const beside = path.dirname(file);
  const own = ["", "models", "samples"].map((folder) => path.join(beside, folder));
  return { file: result.file, folders: [...own, path.join(templatesFolder, "models")] };
}

async function templateFile(name: string): Promise<string> {
  const names = await templateNames();
  if (names.includes(name)) return path.join(templatesFolder, name, "workflow.json");
  throw new UsageError(`There is no file "${name}", and no template of that name. Templates: ${names.join(", ")}.`);
}

async function templateNames(): Promise<string[]> {
  const entries = await readdir(templatesFolder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && entry.name !== "models").map(({ name }) => name);
}
