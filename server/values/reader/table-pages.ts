import type { DuckDBValue } from "@duckdb/node-api";
import type { TableValue } from "#graph/values";
import { AppError } from "../../app-error.ts";
import { countRows } from "../../tables/count-rows.ts";
import { type DuckdbSession, toTableError } from "../../tables/duckdb-session.ts";
import { kindOfType, type Relation, relationOf } from "../../tables/relation.ts";
import type { ColumnStatistics, TableFilter, TablePage, TablePageQuery } from "./reader-messages.ts";

const MAX_CELL_CHARACTERS = 300;
const FREQUENT = 8;
const BINS = 32;

/** Some rows of a table, in its own order or sorted, of those that pass all filters. @throws AppError BAD_REQUEST */
export async function readTablePage(
  session: DuckdbSession,
  table: TableValue,
  { from, count, columns, sort, filters }: TablePageQuery,
): Promise<TablePage> {
  const relation = relationOf(table);
  const shown = table.columns.slice(columns.from, columns.from + columns.count);
  const where = filtersOf(relation, filters);
  const source = `(${relation.sql})${where.sql}`;
  const total = where.values.length + filters.length === 0 ? null : `select count(*) from ${source}`;
  const rowCount = total
    ? Number((await ask(session, total, where.values))[0]![0])
    : await countRows(session, relation);
  const order = sort
    ? ` order by ${columnOf(relation, sort.column)}${sort.isDescending ? " desc" : ""} nulls last`
    : "";
  const cells = shown.map((_, index) => cellOf(relation, columns.from + index));
  const rows =
    cells.length === 0 || count === 0
      ? []
      : await ask(
          session,
          `select ${cells.join(", ")} from ${source}${order} limit ${count} offset ${from}`,
          where.values,
        );
  return {
    columns: table.columns.map(({ name }, index) => ({
      name: name.slice(0, MAX_CELL_CHARACTERS),
      kind: kindOfType(relation.types[index]!),
      type: relation.types[index]!.toLowerCase(),
    })),
    rowCount,
    rows: rows as (string | null)[][],
  };
}

export async function readColumnStatistics(
  session: DuckdbSession,
  table: TableValue,
  column: number,
): Promise<ColumnStatistics> {
  const relation = relationOf(table);
  const name = columnOf(relation, column);
  const from = `from (${relation.sql})`;
  const isNumber = kindOfType(relation.types[column]!) === "number";
  const finite = `${name} is not null and isfinite(cast(${name} as double))`;
  const [counts] = await ask(
    session,
    `select count(*), count(*) - count(${name}), approx_count_distinct(${name}),
       left(cast(min(${name})${isNumber ? ` filter (${finite})` : ""} as varchar), ${MAX_CELL_CHARACTERS}),
       left(cast(max(${name})${isNumber ? ` filter (${finite})` : ""} as varchar), ${MAX_CELL_CHARACTERS}) ${from}`,
  );
  const [rowCount, emptyCount, distinctCount, min, max] = counts! as [
    bigint,
    bigint,
    bigint,
    string | null,
    string | null,
  ];
  return {
    rowCount: Number(rowCount),
    emptyCount: Number(emptyCount),
    // An estimate may be above what there can be.
    distinctCount: Math.min(Number(distinctCount), Number(rowCount) - Number(emptyCount)),
    min,
    max,
    numbers: isNumber && min !== null ? await numbersOf() : null,
    frequent: isNumber ? [] : await frequentOf(),
  };

  async function numbersOf(): Promise<ColumnStatistics["numbers"]> {
    const values = `select cast(${name} as double) as v ${from} where ${finite}`;
    const [moments] = await ask(
      session,
      `select avg(v), coalesce(stddev_pop(v), 0), median(v), min(v), max(v) from (${values})`,
    );
    const [mean, std, median, low, high] = moments as [number, number, number, number, number];
    const width = high / BINS - low / BINS;
    const bin = width > 0 ? `least(${BINS - 1}, cast(floor((v - ${low}) / ${width}) as integer))` : "0";
    const bins = await ask(session, `select ${bin} as b, count(*) from (${values}) group by b`);
    const histogram = Array.from({ length: BINS }, () => 0);
    for (const [at, count] of bins) histogram[Math.max(0, Number(at))] = Number(count);
    const counted = histogram.reduce((sum, count) => sum + count, 0);
    return { mean, std, median, notFiniteCount: Number(rowCount) - Number(emptyCount) - counted, histogram };
  }

  async function frequentOf() {
    const rows = await ask(
      session,
      `select left(cast(${name} as varchar), ${MAX_CELL_CHARACTERS}) as v, count(*) as n ${from}
       where ${name} is not null group by ${name} order by n desc, v limit ${FREQUENT}`,
    );
    return rows.map(([value, count]) => ({ value: String(value), count: Number(count) }));
  }
}

/** @throws AppError BAD_REQUEST for a column that is not there */
function columnOf({ types }: Relation, column: number): string {
  if (column < types.length) return `c${column}`;
  throw new AppError("BAD_REQUEST", `The table has ${types.length} columns, so there is no column ${column + 1}.`);
}

/** Times as they are in every place of the product: 2024-05-06T07:08:09Z. */
function cellOf({ types }: Relation, column: number): string {
  const cell = `c${column}`;
  const type = types[column]!;
  if (type === "VARCHAR") return `left(${cell}, ${MAX_CELL_CHARACTERS})`;
  if (type === "TIMESTAMP") return `replace(cast(${cell} as varchar), ' ', 'T')`;
  if (type === "TIMESTAMP WITH TIME ZONE")
    return `replace(cast(cast(${cell} as timestamp) as varchar), ' ', 'T') || 'Z'`;
  return `cast(${cell} as varchar)`;
}

const comparisons = { equals: "=", differs: "is distinct from", less: "<", more: ">" } as const;
const numberWords = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;

function filtersOf(relation: Relation, filters: readonly TableFilter[]): { sql: string; values: string[] } {
  const values: string[] = [];
  const conditions = filters.map(({ column, test, value }) => {
    const name = columnOf(relation, column);
    if (test === "empty") return `${name} is null`;
    if (test === "filled") return `${name} is not null`;
    const type = relation.types[column]!;
    const kind = kindOfType(type);
    if (kind === "number" && test !== "contains" && !numberWords.test(value)) {
      throw new AppError("BAD_REQUEST", `${JSON.stringify(value)} is no number, and the column holds numbers.`);
    }
    values.push(value);
    const given = `$${values.length}`;
    if (test === "contains") return `contains(lower(cast(${name} as varchar)), lower(${given}))`;
    if (kind === "text") return `${name} ${comparisons[test]} ${given}`;
    const isWhole = type !== "DOUBLE" && !/[.eE]/.test(value);
    const as = kind === "number" ? (isWhole ? type : "DOUBLE") : type;
    return `${name} ${comparisons[test]} cast(${given} as ${as})`;
  });
  return { sql: conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`, values };
}

async function ask(session: DuckdbSession, sql: string, values: string[] = []): Promise<DuckDBValue[][]> {
  try {
    return await session.withConnection(async (connection) => (await connection.runAndReadAll(sql, values)).getRows());
  } catch (error) {
    // Only a value that was given can be of a wrong form: every query here is of one that fits.
    if (error instanceof Error && /^(Conversion|Out of Range) Error/i.test(error.message) && values.length > 0) {
      throw new AppError(
        "BAD_REQUEST",
        "What the filter compares with does not fit the column: write it as its cells are.",
      );
    }
    throw toTableError(error, "The table");
  }
}
