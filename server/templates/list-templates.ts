import { listTemplateNames, readTemplate, type TemplateFiles } from "./read-template.ts";

export type TemplateRow = {
  name: string;
  title: string;
  summary: string;
  /** Markdown. */
  description: string;
  /** Address of the picture, or null. */
  picture: string | null;
  models: { name: string; title: string; sizeBytes: number }[];
  samples: { model: string; file: string; url: string }[];
  nodeCount: number;
  tags: string[];
};

/**
 * The gallery, read anew each time: it is a few small files, and a new template needs no restart. One that is broken is
 * logged and left out, so that it does not hide the others.
 */
export async function listTemplates({ dir }: { dir: string }): Promise<TemplateRow[]> {
  const names = await listTemplateNames(dir);
  const templates = await Promise.allSettled(names.map((name) => readTemplate(dir, name)));
  return templates.flatMap((template) => {
    if (template.status === "fulfilled") return [templateRow(template.value)];
    console.error("A template is left out of the gallery:", template.reason);
    return [];
  });
}

export function templateRow({ name, card, graph, picture, models, samples }: TemplateFiles): TemplateRow {
  const address = (file: string) => `/api/templates/${name}/${file}`;
  return {
    name,
    title: card.title,
    summary: card.summary,
    description: card.description,
    picture: picture && address(picture),
    models: models.map(({ name: model, title, sizeBytes }) => ({ name: model, title, sizeBytes })),
    samples: samples.map(({ model, name: file }) => ({ model, file, url: address(file) })),
    nodeCount: Object.keys(graph.nodes).length,
    tags: card.tags,
  };
}
