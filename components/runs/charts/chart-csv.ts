/** The numbers of a chart: as text to be read, and as they are for other programs. */
export type ChartTable = {
  columns: readonly string[];
  /** `href`: the runs behind the row. */
  rows: readonly {
    key: string;
    words: readonly string[];
    href: string | null;
    raw: readonly (string | number | null)[];
  }[];
  /** For `raw`, where those have others. */
  rawColumns: readonly string[];
};

/** As spreadsheets read it. A text that one would take for a formula gets an apostrophe, which it shows as text. */
export function toCsv({ rawColumns, rows }: ChartTable): string {
  return [rawColumns, ...rows.map(({ raw }) => raw)].map((row) => row.map(cellOf).join(",")).join("\r\n");
}

function cellOf(value: string | number | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
