import { NodeError, type TableCondition } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { quoteText, relationOf, tableOf, type Relation } from "./relation.ts";
import { requireColumn } from "./read-batches.ts";
import { uniqueNames } from "./unique-names.ts";

/** Tables from tables as queries over queries: nothing is computed until someone reads. */

/** Row by row; the caller has seen to it that both have the same number of rows. */
export function zipTables(left: TableValue, right: TableValue): TableValue {
  const [a, b] = [relationOf(left), relationOf(right)];
  const offset = a.types.length;
  const fromLeft = cellsOf(a).map((cell) => `a.${cell}`);
  const fromRight = cellsOf(b).map((cell) => `b.${cell} as ${cell[0]}${Number(cell.slice(1)) + offset}`);
  const names = uniqueNames([...left.columns, ...right.columns].map(({ name }) => name));
  return tableOf(names, {
    sql: `select ${[...fromLeft, ...fromRight].join(", ")} from (${a.sql}) a positional join (${b.sql}) b`,
    types: [...a.types, ...b.types],
    asWritten: [...a.asWritten, ...b.asWritten],
    sources: [...a.sources, ...b.sources],
    rowCount: a.rowCount ?? b.rowCount,
  });
}

/** @throws NodeError "bad-input" for a column that is not there, "bad-params" for a value that its type cannot be compared with. */
export function filterTable(table: TableValue, condition: TableCondition): TableValue {
  const relation = relationOf(table);
  const index = requireColumn(table, condition.column);
  const where = toSql(condition, { cell: `c${index}`, type: relation.types[index]! });
  const sql = `select * from (${relation.sql}) where ${where}`;
  return tableOf(
    table.columns.map(({ name }) => name),
    { ...relation, sql, rowCount: null },
  );
}

export function countByColumn(table: TableValue, column: string): TableValue {
  const relation = relationOf(table);
  const index = requireColumn(table, column);
  const sql = `select c${index} as c0, count(*) as c1 from (${relation.sql}) group by 1 order by 2 desc, 1 nulls last`;
  const types = [relation.types[index]!, "BIGINT"];
  const asWritten = [false, false];
  return tableOf(uniqueNames([column, "count"]), { sql, types, asWritten, sources: relation.sources, rowCount: null });
}

/** All columns of its query. */
function cellsOf({ types, asWritten }: Relation): string[] {
  return types.flatMap((_, index) => (asWritten[index] ? [`c${index}`, `w${index}`] : [`c${index}`]));
}

const comparisons = { "=": "is not distinct from", "≠": "is distinct from", "<": "<", "≤": "<=", ">": ">", "≥": ">=" };

function toSql({ column, operator, value }: TableCondition, { cell, type }: { cell: string; type: string }): string {
  // Where a cell may be an empty text instead of a missing one, both count as empty.
  if (operator === "is empty") return type === "VARCHAR" ? `coalesce(${cell}, '') = ''` : `${cell} is null`;
  if (operator === "is not empty") return type === "VARCHAR" ? `coalesce(${cell}, '') <> ''` : `${cell} is not null`;
  if (operator === "contains") return `contains(cast(${cell} as varchar), ${quoteText(String(value ?? ""))})`;
  return `${cell} ${comparisons[operator]} ${toLiteral(value, { column, type })}`;
}

function toLiteral(value: TableCondition["value"], { column, type }: { column: string; type: string }): string {
  const text = String(value ?? "");
  const refuse = (wanted: string) =>
    new NodeError(
      "bad-params",
      `Column "${column}" holds ${wanted}, so it cannot be compared with ${JSON.stringify(text)}.`,
      {
        param: "value",
      },
    );
  if (type === "VARCHAR") return quoteText(text);
  if (type === "BOOLEAN") {
    if (!/^(true|false)$/i.test(text)) throw refuse("true and false");
    return text.toLowerCase();
  }
  if (type === "DATE" || type.startsWith("TIMESTAMP")) {
    if (!/^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}.*)?$/.test(text) || Number.isNaN(Date.parse(text))) {
      throw refuse("dates such as 2026-01-31");
    }
    return `cast(${quoteText(text)} as ${type === "DATE" ? "timestamp" : type})`;
  }
  // The digits themselves become the literal, so that a long id is compared exactly.
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) throw refuse("numbers");
  return text;
}
