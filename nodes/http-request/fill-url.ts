import type { Value } from "#graph/values";
import { fillTemplate } from "../fill-template.ts";
import { parseTemplate } from "../parse-template.ts";

type Values = Readonly<Record<string, Value | undefined>>;

/**
 * The URL with its placeholders filled and the query added. A value is encoded, so that it stays the part that it was meant
 * to be; one at the very beginning is the address itself.
 */
export function fillUrl(template: string, query: Readonly<Record<string, string>>, values: Values): string {
  const url = parseTemplate(template)
    .parts.map((part, at) => {
      if ("text" in part) return part.text;
      const text = fillTemplate(`{{${part.placeholder}}}`, values);
      return at === 0 ? text : encodeURIComponent(text.toWellFormed());
    })
    .join("")
    .trim();
  const added = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, fillTemplate(value, values)]));
  if (added.size === 0) return url;
  const [bare = "", fragment] = url.split("#");
  const joined = `${bare}${bare.includes("?") ? "&" : "?"}${added.toString()}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}
