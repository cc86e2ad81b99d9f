import type { Kind } from "#graph/kinds";
import type { WorkflowInput } from "#graph/workflow-interface";

const fileKinds: ReadonlySet<Kind> = new Set(["image", "audio", "video", "table", "file", "tensor"]);

/** Whether a file by itself can be the value of this input. */
export function takesFile({ kind, isList }: Pick<WorkflowInput, "kind" | "isList">): boolean {
  return fileKinds.has(kind) && !isList;
}

const MAX_NAME = 100;

/** What a batch of these is called where nobody says: the folder that all are in, the table, or how many they are. */
export function suggestName(source: { labels: readonly string[] } | { table: string | undefined }): string {
  if ("table" in source) return (source.table ?? "").replace(/\.[a-z]+$/i, "").slice(0, MAX_NAME);
  const { labels } = source;
  const [first] = labels;
  if (first === undefined) return "";
  const folder = first.includes("/") ? first.slice(0, first.indexOf("/")) : null;
  const isShared = folder !== null && labels.every((label) => label.startsWith(`${folder}/`));
  const name = isShared ? folder : labels.length === 1 ? first : `${labels.length} files`;
  return name.slice(0, MAX_NAME);
}
