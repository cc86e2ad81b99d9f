/** As params of nodes hold them. */
const MAX_LABELS = 100_000;
const MAX_LABEL_CHARACTERS = 200;

/**
 * Class names from a model's metadata, by index: `labels` as a JSON list, or `names` as Ultralytics writes it, a Python
 * dictionary of index and name. Null where there are none or they do not parse.
 */
export function readLabels(metadata: ReadonlyMap<string, string>): string[] | null {
  const list = metadata.get("labels");
  const dictionary = metadata.get("names");
  return (list && fromJson(list)) || (dictionary && (fromDictionary(dictionary) ?? fromJson(dictionary))) || null;
}

function fromJson(text: string): string[] | null {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.length <= MAX_LABELS ? toLabels(list) : null;
  } catch {
    return null;
  }
}

const entry = /\s*(\d+)\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(?:,|$)/y;

function fromDictionary(text: string): string[] | null {
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (body === undefined) return null;
  const labels: string[] = [];
  entry.lastIndex = 0;
  while (entry.lastIndex < body.length) {
    const found = entry.exec(body);
    if (!found) return null;
    const index = Number(found[1]);
    if (index !== labels.length || index >= MAX_LABELS) return null;
    labels.push((found[2] ?? found[3] ?? "").replace(/\\(.)/g, "$1"));
  }
  return labels.length > 0 ? toLabels(labels) : null;
}

function toLabels(list: readonly unknown[]): string[] | null {
  if (list.length === 0 || !list.every((label) => typeof label === "string" || typeof label === "number")) return null;
  return list.map((label) => String(label).slice(0, MAX_LABEL_CHARACTERS));
}
