import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { noSubGraphs } from "../../graph/sub-graphs.ts";
import { AppError } from "../app-error.ts";
import { listModelFiles } from "../serving/list-model-files.ts";
import { servedName } from "../serving/served-name.ts";
import { describeWorkflow } from "../serving/workflow/describe-workflow.ts";
import type { ServedWorkflow } from "../serving/workflow/served-workflow.ts";
import { locateFiles } from "./collect-files.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { isScript } from "./run-script.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The places of models, and the workflows, of files and folders. Of a folder: its workflow.json, else its .onnx files and
 * the model.onnx or workflow.json of each folder in it. Other names are those of templates.
 *
 * @throws UsageError naming the file that cannot be served
 */
export async function findEndpoints(
  places: readonly string[],
): Promise<{ places: string[]; workflows: ServedWorkflow[] }> {
  const sorted = places.map(sortPlace);
  const models = sorted.flatMap((place) => place.models);
  const workflows = new Map<string, ServedWorkflow>();
  try {
    const paths = new Map(listModelFiles(models).map(({ name, path: file }) => [name, file]));
    for (const file of new Set(sorted.flatMap((place) => place.workflows))) {
      const workflow = await readWorkflow(file);
      const other = paths.get(workflow.name);
      if (other !== undefined) {
        const message = `${other} and ${file} would both be called "${workflow.name}". Rename one of them.`;
        throw new UsageError(message);
      }
      paths.set(workflow.name, file);
      workflows.set(workflow.name, workflow);
    }
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(error.message);
    throw error;
  }
  return { places: models, workflows: [...workflows.values()] };
}

function sortPlace(place: string): { models: string[]; workflows: string[] } {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (!stats) {
    const isPath = place.includes(path.sep) || path.extname(place) !== "";
    return isPath ? { models: [place], workflows: [] } : { models: [], workflows: [place] };
  }
  if (stats.isFile()) {
    return place.endsWith(".json") || isScript(place)
      ? { models: [], workflows: [place] }
      : { models: [place], workflows: [] };
  }
  const own = path.join(place, "workflow.json");
  if (existsSync(own)) return { models: [], workflows: [own] };
  const inside = readdirSync(place, { withFileTypes: true });
  const workflows = inside
    .map((entry) => path.join(place, entry.name, "workflow.json"))
    .filter((file) => existsSync(file));
  const hasModels = inside.some(({ name }) => name.endsWith(".onnx") || holdsModel(path.join(place, name)));
  return { models: hasModels || workflows.length === 0 ? [place] : [], workflows };
}

/** Itself, or as a version. */
function holdsModel(folder: string): boolean {
  if (path.basename(folder) === "model.onnx" || existsSync(path.join(folder, "model.onnx"))) return true;
  if (!statSync(folder).isDirectory()) return false;
  return readdirSync(folder).some((entry) => existsSync(path.join(folder, entry, "model.onnx")));
}

async function readWorkflow(subject: string): Promise<ServedWorkflow> {
  const { file, folders } = await loadWorkflow(subject);
  const name = servedName(subject, { extension: path.extname(subject), generic: "workflow" });
  const { graph, workflows: subGraphs = noSubGraphs } = file;
  const described = describeWorkflow({ name, version: "1", graph, subGraphs });
  if (!described.ok) {
    const lines = described.problems.map((problem) => `  ${problem}`);
    throw new UsageError(`${subject} cannot be served:\n${lines.join("\n")}`);
  }
  const graphs = [graph, ...Object.values(subGraphs).map((sub) => sub.graph)];
  const files = Object.fromEntries(await locateFiles(graphs, folders));
  const missing = described.models.find(({ hash }) => !Object.hasOwn(files, hash));
  if (missing) {
    const message = `${subject} cannot be served: its model "${missing.name}" lies neither beside it nor in its folder "models".`;
    throw new UsageError(message);
  }
  return { ...described.workflow, files };
}
