import type { RunState } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import { AppError } from "../app-error.ts";
import { type TemplateRow, templateRow } from "./list-templates.ts";
import { listTemplateNames, readTemplate, type TemplateFiles } from "./read-template.ts";

export type Template = TemplateRow & { graph: Graph; subGraphs: SubGraphs; recordedRun: RunState | null };

/** @throws AppError NOT_FOUND */
export async function requireTemplate({ dir, name }: { dir: string; name: string }): Promise<Template> {
  const template = await requireTemplateFiles({ dir, name });
  return {
    ...templateRow(template),
    graph: template.graph,
    subGraphs: template.workflows,
    recordedRun: template.card.recordedRun ?? null,
  };
}

/** @throws AppError NOT_FOUND; looked up in the list, so that a name never becomes a path of its own */
export async function requireTemplateFiles({ dir, name }: { dir: string; name: string }): Promise<TemplateFiles> {
  if (!(await listTemplateNames(dir)).includes(name)) throw new AppError("NOT_FOUND", "There is no such template.");
  return readTemplate(dir, name);
}
