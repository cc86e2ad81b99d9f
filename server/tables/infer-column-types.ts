import type { DuckDBConnection } from "@duckdb/node-api";

/**
 * What a cell looks like, as bits, so that one pass over the rows can gather them for each column.
 * A whole number may have 15 digits to be exact as a number everywhere; up to 18 it is exact as a 64-bit integer.
 */
export const WHOLE_BIT = 1;
export const LONG_WHOLE_BIT = 2;
export const DECIMAL_BIT = 4;
export const TEXT_BIT = 128;

const cellClasses = [
  { bit: WHOLE_BIT, family: "number", pattern: "-?(0|[1-9][0-9]{0,14})" },
  { bit: LONG_WHOLE_BIT, family: "number", pattern: "-?[1-9][0-9]{15,17}" },
  {
    bit: DECIMAL_BIT,
    family: "number",
    pattern: "-?((0|[1-9][0-9]*)\\.[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?|-?(0|[1-9][0-9]*)[eE][+-]?[0-9]+",
    type: "DOUBLE",
  },
  { bit: 8, family: "boolean", pattern: "(?i)true|false" },
  { bit: 16, family: "date", pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}", type: "DATE" },
  {
    bit: 32,
    family: "date",
    pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?",
    type: "TIMESTAMP",
  },
  {
    bit: 64,
    family: "date",
    pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?(Z|[+-][0-9]{2}(:?[0-9]{2})?)",
    type: "TIMESTAMPTZ",
  },
] as const;
type Family = (typeof cellClasses)[number]["family"] | "text" | "any";

const SAMPLE_ROWS = 500;
/** Each column's patterns take about 100 kB while they run. */
const COLUMNS_PER_PASS = 512;

type TextSource = {
  source: string;
  /** Which of the source's columns of text c0, c1, … are looked at. */
  columns: readonly number[];
  /** A condition that says of a column's cell that it is text whatever it looks like. */
  isText?: (index: number) => string;
};

/**
 * The narrowest type that keeps every cell of a column as it is: whole and decimal numbers, booleans, dates, else text.
 * So ids with leading zeros, whole numbers beyond 18 digits, `1e400`, `0x10`, `1_000` and 30 February stay text.
 * A decimal becomes the nearest float64. The types are in the order of `columns`.
 */
export async function inferColumnTypes(
  connection: DuckDBConnection,
  { source, columns, isText }: TextSource,
): Promise<{ types: string[]; rowCount: number }> {
  const families = await guessFamilies(connection, { source, columns, isText });
  const open = families.flatMap((family, place) => (family === "text" ? [] : [{ family, place }]));
  const types = families.map(() => "VARCHAR");
  let rowCount = 0;
  // At least one pass, for the number of rows and for what the reader finds wrong on its way.
  for (let start = 0; start === 0 || start < open.length; start += COLUMNS_PER_PASS) {
    const looked = open.slice(start, start + COLUMNS_PER_PASS);
    const bits = looked.map(({ family, place }) => {
      const index = columns[place]!;
      const found = classOf(`c${index}`, { family, isText: isText?.(index) ?? "false" });
      return `, coalesce(bit_or(${found}), 0)::integer`;
    });
    const reader = await connection.runAndReadAll(`select count(*), count(c0)${bits.join("")} from ${source}`);
    const [count, , ...classes] = reader.getRows()[0]!;
    rowCount = Number(count);
    for (const [at, { place }] of looked.entries()) types[place] = typeOfClasses(Number(classes[at]));
  }
  return { types, rowCount };
}

/**
 * What the first rows leave open: a column with a cell that is no number, boolean or date is text, and the others need the
 * patterns of one family only, as a mixture of families is text again. Each pattern costs time for each cell.
 */
async function guessFamilies(connection: DuckDBConnection, { source, columns, isText }: TextSource): Promise<Family[]> {
  if (columns.length === 0) return [];
  const cells = columns.map((index) =>
    isText ? `case when ${isText(index)} then 'text' else c${index} end` : `c${index}`,
  );
  const reader = await connection.runAndReadAll(`select ${cells.join(", ")} from ${source} limit ${SAMPLE_ROWS}`);
  const samples = reader.getColumns();
  return cells.map((_, place) => {
    const texts = (samples[place] ?? []).filter((cell) => cell !== null).map(String);
    if (texts.length === 0) return "any";
    if (!texts.every((text) => /^[-.\d]|^(true|false)$/i.test(text))) return "text";
    if (texts.every((text) => /^[tf]/i.test(text))) return "boolean";
    return texts.some((text) => /^\d{4}-/.test(text)) ? "date" : "number";
  });
}

function classOf(column: string, { family, isText }: { family: Family; isText: string }): string {
  const branches = cellClasses
    .filter((cell) => family === "any" || cell.family === family)
    .map((cell) => {
      const cast = "type" in cell ? `try_cast(${column} as ${cell.type})` : "";
      const isValid =
        cast === "" ? "" : cell.bit === DECIMAL_BIT ? ` and isfinite(${cast})` : ` and ${cast} is not null`;
      return `when regexp_full_match(${column}, '${cell.pattern}')${isValid} then ${cell.bit}`;
    });
  return `case when ${column} is null then 0 when ${isText} then ${TEXT_BIT} ${branches.join(" ")} else ${TEXT_BIT} end`;
}

/** The type of a column whose cells have these bits together. */
export function typeOfClasses(found: number): string {
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
