import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "../../graph/json.ts";
import { parseDocument } from "../../graph/read-document.ts";
import type { Graph } from "../../graph/schema.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import { definitions } from "../../nodes/definitions.ts";
import { modelCardSchema, type TemplateCard, templateCardSchema } from "./template-card.ts";

/** Holds the models that templates share; not a template itself. */
const MODELS_DIR = "models";

export type TemplateModel = { name: string; title: string; sizeBytes: number; file: string; card: JsonObject };
export type TemplateSample = { model: string; name: string; file: string };
export type TemplateFiles = {
  name: string;
  card: TemplateCard;
  title: string;
  description: string;
  graph: Graph;
  /** The workflows that the graph runs. */
  workflows: SubGraphs;
  /** File name of the picture, if there is one. */
  picture: string | null;
  models: TemplateModel[];
  samples: TemplateSample[];
};

/** Names of the templates in this folder, in order. */
export async function listTemplateNames(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && entry.name !== MODELS_DIR).map(({ name }) => name);
  return names.filter((name) => existsSync(join(dir, name, "card.json"))).toSorted();
}

/**
 * Reads a template whole. It is part of the installation and its name was checked, so what is wrong with it is a fault of
 * ours.
 *
 * @throws Error that names the file and what is wrong with it
 */
export async function readTemplate(dir: string, name: string): Promise<TemplateFiles> {
  const folder = join(dir, name);
  const card = await readCard(join(folder, "card.json"), templateCardSchema);
  const document = parseDocument(await readFile(join(folder, "workflow.json"), "utf8"), definitions);
  if (!document.ok) throw new Error(`${join(folder, "workflow.json")}: ${document.problems[0]?.message}`);
  const { title, description = card.summary, graph, workflows = {} } = document.file;
  const picture = ["picture.webp", "picture.png"].find((file) => existsSync(join(folder, file))) ?? null;
  const models = await Promise.all(card.models.map((model) => readModel(join(dir, MODELS_DIR, model), model)));
  const samples = card.samples.map(({ model, file }) => ({
    model,
    name: file,
    file: join(dir, MODELS_DIR, model, "samples", file),
  }));
  return { name, card, title, description, graph, workflows, picture, models, samples };
}

async function readModel(folder: string, name: string): Promise<TemplateModel> {
  const file = join(folder, "model.onnx");
  const card = await readCard(join(folder, "card.json"), modelCardSchema);
  const { size } = await stat(file);
  return { name, title: card.title, sizeBytes: size, file, card: card as JsonObject };
}

async function readCard<T>(file: string, schema: { parse: (json: unknown) => T }): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
