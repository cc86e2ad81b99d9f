import type { DuckDBConnection } from "@duckdb/node-api";

/**
 * What a cell of a CSV file looks like, as bits, so that one pass over the file can gather them for each column.
 * A whole number may have 15 digits to be exact as a number everywhere; up to 18 it is exact as a 64-bit integer.
 */
const cellClasses = [
  { bit: 1, name: "integer", pattern: "-?(0|[1-9][0-9]{0,14})" },
  { bit: 2, name: "long integer", pattern: "-?[1-9][0-9]{15,17}" },
  {
    bit: 4,
    name: "decimal",
    pattern: "-?((0|[1-9][0-9]*)\\.[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?|-?(0|[1-9][0-9]*)[eE][+-]?[0-9]+",
    type: "DOUBLE",
  },
  { bit: 8, name: "boolean", pattern: "(?i)true|false" },
  { bit: 16, name: "date", pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}", type: "DATE" },
  {
    bit: 32,
    name: "date and time",
    pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?",
    type: "TIMESTAMP",
  },
  {
    bit: 64,
    name: "date and time with zone",
    pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?(Z|[+-][0-9]{2}(:?[0-9]{2})?)",
    type: "TIMESTAMPTZ",
  },
] as const;
const TEXT_BIT = 128;

/**
 * The narrowest type that keeps every cell of a column as it is: whole and decimal numbers, booleans, dates, else text.
 * So ids with leading zeros, whole numbers beyond 18 digits, `1e400`, `0x10`, `1_000` and 30 February stay text.
 * A decimal becomes the nearest float64.
 *
 * `source` has a column of text c0, c1, … for each; where a cell is text whatever it looks like, `isText` is a condition
 * that says so.
 */
export async function inferColumnTypes(
  connection: DuckDBConnection,
  { source, columnCount, isText }: { source: string; columnCount: number; isText?: (index: number) => string },
): Promise<{ types: string[]; rowCount: number }> {
  const bits = Array.from({ length: columnCount }, (_, index) => {
    const found = classOf(`c${index}`, isText?.(index) ?? "false");
    return `coalesce(bit_or(${found}), 0)::integer`;
  });
  const reader = await connection.runAndReadAll(`select count(*), ${bits.join(", ")} from ${source}`);
  const [rowCount, ...classes] = reader.getRows()[0]!;
  return { rowCount: Number(rowCount), types: classes.map((found) => typeOf(Number(found))) };
}

function classOf(column: string, isText: string): string {
  const branches = cellClasses.map((cell) => {
    const matches = `regexp_full_match(${column}, '${cell.pattern}')`;
    const isValid =
      "type" in cell
        ? ` and try_cast(${column} as ${cell.type}) is not null${cell.type === "DOUBLE" ? ` and isfinite(try_cast(${column} as double))` : ""}`
        : "";
    return `when ${matches}${isValid} then ${cell.bit}`;
  });
  return `case when ${column} is null then 0 when ${isText} then ${TEXT_BIT} ${branches.join(" ")} else ${TEXT_BIT} end`;
}

function typeOf(found: number): string {
  if (found === 0) return "VARCHAR";
  if ((found & ~3) === 0) return "BIGINT";
  // Beyond 15 digits a whole number beside decimals would be rounded.
  if ((found & ~5) === 0) return "DOUBLE";
  if (found === 8) return "BOOLEAN";
  if (found === 16) return "DATE";
  if ((found & ~48) === 0) return "TIMESTAMP";
  if (found === 64) return "TIMESTAMP WITH TIME ZONE";
  return "VARCHAR";
}
