import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { AppError } from "../app-error.ts";
import { findModels, requireOwnNames, servedName } from "../serving/find-models.ts";
import type { ServedEndpoint } from "../serving/served-endpoint.ts";
import { describeWorkflow } from "../serving/workflow/describe-workflow.ts";
import { locateFiles } from "./collect-files.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The models and workflows of files and folders. Of a folder: its workflow.json, else its .onnx files and the model.onnx
 * or workflow.json of each folder in it. Other names are those of templates.
 *
 * @throws UsageError naming the file that cannot be served
 */
export async function findEndpoints(places: readonly string[]): Promise<ServedEndpoint[]> {
  const found: (ServedEndpoint & { path: string })[] = [];
  try {
    const sorted = places.map(sortPlace);
    found.push(...findModels(sorted.flatMap(({ models }) => models)));
    for (const file of new Set(sorted.flatMap(({ workflows }) => workflows))) found.push(await readWorkflow(file));
    return requireOwnNames(found);
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(error.message);
    throw error;
  }
}

function sortPlace(place: string): { models: string[]; workflows: string[] } {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (!stats) {
    const isPath = place.includes(path.sep) || path.extname(place) !== "";
    return isPath ? { models: [place], workflows: [] } : { models: [], workflows: [place] };
  }
  if (stats.isFile()) {
    return place.endsWith(".json") ? { models: [], workflows: [place] } : { models: [place], workflows: [] };
  }
  const own = path.join(place, "workflow.json");
  if (existsSync(own)) return { models: [], workflows: [own] };
  const inside = readdirSync(place, { withFileTypes: true });
  const workflows = inside
    .map((entry) => path.join(place, entry.name, "workflow.json"))
    .filter((file) => existsSync(file));
  const hasModels = inside.some(
    ({ name }) => name.endsWith(".onnx") || existsSync(path.join(place, name, "model.onnx")),
  );
  return { models: hasModels || workflows.length === 0 ? [place] : [], workflows };
}

async function readWorkflow(subject: string): Promise<ServedEndpoint & { path: string }> {
  const { file, folders } = await loadWorkflow(subject);
  const name = servedName(subject, { extension: ".json", generic: "workflow" });
  const described = describeWorkflow({ name, version: "1", graph: file.graph });
  if (!described.ok) {
    const lines = described.problems.map((problem) => `  ${problem}`);
    throw new UsageError(`${subject} cannot be served:\n${lines.join("\n")}`);
  }
  const files = Object.fromEntries(await locateFiles(file.graph, folders));
  const missing = described.models.find(({ hash }) => !Object.hasOwn(files, hash));
  if (missing) {
    const message = `${subject} cannot be served: its model "${missing.name}" lies neither beside it nor in its folder "models".`;
    throw new UsageError(message);
  }
  return { ...described.workflow, files, path: subject };
}
