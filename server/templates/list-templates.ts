import { notBuilt } from "../not-built.ts";

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

export async function listTemplates(): Promise<TemplateRow[]> {
  return notBuilt();
}
