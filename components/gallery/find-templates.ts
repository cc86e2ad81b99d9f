import type { TemplateRow } from "./template-data.ts";

/** The templates in which every word of the search occurs, and that carry the tag. */
export function findTemplates(
  templates: readonly TemplateRow[],
  { search, tag }: { search: string; tag: string | null },
) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return templates.filter((template) => {
    const { title, summary, description, tags, models } = template;
    const text = [title, summary, description, ...tags, ...models.map((model) => model.title)].join(" ").toLowerCase();
    return (tag === null || tags.includes(tag)) && words.every((word) => text.includes(word));
  });
}
