import type { RunState } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import { notBuilt } from "../not-built.ts";
import type { TemplateRow } from "./list-templates.ts";

export type Template = TemplateRow & { graph: Graph; recordedRun: RunState | null };

/** @throws AppError NOT_FOUND */
export async function requireTemplate(_args: { name: string }): Promise<Template> {
  return notBuilt();
}
