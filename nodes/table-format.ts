import { NodeError } from "#graph/node-runner";

export const tableFormats = ["csv", "parquet", "json"] as const;
export type TableFormat = (typeof tableFormats)[number];

const byExtension: Record<string, TableFormat> = {
  csv: "csv",
  tsv: "csv",
  tab: "csv",
  txt: "csv",
  parquet: "parquet",
  pq: "parquet",
  json: "json",
  jsonl: "json",
  ndjson: "json",
};

/**
 * The format of a file that holds a table: by its first bytes where they tell, else by its name, else by its media type.
 *
 * @throws NodeError "unsupported-format" for a spreadsheet or a name that says nothing.
 */
export function tableFormatOf({
  name,
  mediaType,
  bytes,
}: {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}): TableFormat {
  const head = String.fromCharCode(...bytes.subarray(0, 4));
  if (head === "PAR1" || head === "PARE") return "parquet";
  if (head === "PK\u0003\u0004") {
    const message = `${JSON.stringify(name)} is a spreadsheet or an archive. Save the table as CSV or Parquet.`;
    throw new NodeError("unsupported-format", message);
  }
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const format = Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
  if (format) return format;
  if (/json/.test(mediaType)) return "json";
  if (/parquet/.test(mediaType)) return "parquet";
  if (mediaType.startsWith("text/")) return "csv";
  const message = `${JSON.stringify(name)} is no table that can be read: give a CSV, Parquet or JSON file, or choose the format.`;
  throw new NodeError("unsupported-format", message);
}
