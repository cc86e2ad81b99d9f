export type OutlineColumn = "title" | "type" | "status" | "inputs" | "outputs" | "problems";

export const columnTitles: Record<OutlineColumn, string> = {
  title: "Title",
  type: "Type",
  status: "Last run",
  inputs: "Inputs, from where",
  outputs: "Outputs, to where",
  problems: "Problems",
};

const wide = ["title", "type", "status", "inputs", "outputs", "problems"] as const satisfies OutlineColumn[];
/** What the others say stands in the second line of a row. */
const narrow = ["title", "status"] as const satisfies OutlineColumn[];

export function columnsOf(isNarrow: boolean): readonly OutlineColumn[] {
  return isNarrow ? narrow : wide;
}
