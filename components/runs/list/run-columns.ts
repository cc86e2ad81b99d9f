/** Every column that the list can have, in the order in which they stand. The first three are always there. */
export const runColumns = [
  { id: "status", title: "Status" },
  { id: "run", title: "Run" },
  { id: "workflow", title: "Workflow" },
  { id: "version", title: "Version" },
  { id: "trigger", title: "Trigger" },
  { id: "duration", title: "Duration" },
  { id: "wait", title: "Waited" },
  { id: "steps", title: "Steps" },
  { id: "cached", title: "Cached" },
  { id: "device", title: "Device" },
  { id: "size", title: "Size" },
  { id: "tags", title: "Tags" },
  { id: "note", title: "Note" },
  { id: "started", title: "Started" },
  { id: "by", title: "Started by" },
] as const;

export type RunColumn = (typeof runColumns)[number]["id"];

export const fixedColumns: readonly RunColumn[] = ["status", "run", "workflow"];
export const usualColumns: readonly RunColumn[] = [...fixedColumns, "duration", "steps", "tags", "started", "by"];

/** Those of the given that there are, with the ones that are always there, in their order. */
export function columnsOf(given: readonly string[]): RunColumn[] {
  return runColumns.map(({ id }) => id).filter((id) => fixedColumns.includes(id) || given.includes(id));
}
