import type { Kind } from "#graph/kinds";

const byExtension: readonly [RegExp, Kind][] = [
  [/\.(csv|tsv|parquet|jsonl|ndjson)$/i, "table"],
  [/\.(txt|md|log)$/i, "text"],
  [/\.npy$/i, "tensor"],
  [/\.wav$/i, "audio"],
];

/** The kind of value that a file holds, as an input of a workflow takes it. What nothing else is for is a file. */
export function droppedKind({ name, type }: Pick<File, "name" | "type">): Kind {
  const [, known] = byExtension.find(([extension]) => extension.test(name)) ?? [];
  if (known) return known;
  if (type.startsWith("image/") && type !== "image/svg+xml") return "image";
  if (type.startsWith("video/")) return "video";
  return type.startsWith("text/plain") ? "text" : "file";
}

/** A name for an input after the file that is its sample, unlike those that are taken. */
export function inputName(fileName: string, taken: ReadonlySet<string>): string {
  const bare = fileName
    .replace(/\.[^.]*$/, "")
    .replace(/[^\p{L}\p{N}_ .-]+/gu, " ")
    .replace(/^[^\p{L}_]+/u, "")
    .replace(/\s+/g, " ")
    .slice(0, 60)
    .trim();
  const base = bare === "" || bare in Object.prototype ? "input" : bare;
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base} ${count}`;
    if (!taken.has(name)) return name;
  }
}
