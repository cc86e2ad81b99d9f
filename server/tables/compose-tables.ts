import { NodeError, type TableCondition } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { columnList, quoteText, relationOf, tableOf } from "./relation.ts";
import { requireColumn } from "./read-batches.ts";
import { uniqueNames } from "#nodes/unique-names";

/** Tables from tables as queries over queries: nothing is computed until someone reads. */

/** Row by row; the caller has seen to it that both have the same number of rows. */
export function zipTables(left: TableValue, right: TableValue): TableValue {
  const [a, b] = [relationOf(left), relationOf(right)];
  const fromRight = b.types.map((_, index) => `b.c${index} as c${a.types.length + index}`);
  const cells = [columnList(a.types.length, "a."), ...fromRight].join(", ");
  const join = (left: string, right: string) => `select ${cells} from (${left}) a positional join (${right}) b`;
  const isText = [a, b].flatMap(({ types, asWritten }) => asWritten?.isText ?? types.map(() => false));
  const names = uniqueNames([...left.columns, ...right.columns].map(({ name }) => name));
  return tableOf(names, {
    sql: join(a.sql, b.sql),
    types: [...a.types, ...b.types],
    asWritten:
      a.asWritten || b.asWritten ? { sql: join(a.asWritten?.sql ?? a.sql, b.asWritten?.sql ?? b.sql), isText } : null,
    sources: [...a.sources, ...b.sources],
    rowCount: a.rowCount ?? b.rowCount,
  });
}

/** @throws NodeError "bad-input" for a column that is not there, "bad-params" for a value that its type cannot be compared with. */
export function filterTable(table: TableValue, condition: TableCondition): TableValue {
  const relation = relationOf(table);
  const index = requireColumn(table, condition.column);
  const type = relation.types[index]!;
  const { asWritten } = relation;
  const keep = (sql: string, cell: string) => `select * from (${sql}) where ${toSql(condition, { cell, type })}`;
  const typedCell = asWritten?.isText[index] ? `cast(c${index} as ${type})` : `c${index}`;
  return tableOf(
    table.columns.map(({ name }) => name),
    {
      ...relation,
      sql: keep(relation.sql, `c${index}`),
      asWritten: asWritten && { ...asWritten, sql: keep(asWritten.sql, typedCell) },
      rowCount: null,
    },
  );
}

export function countByColumn(table: TableValue, column: string): TableValue {
  const relation = relationOf(table);
  const index = requireColumn(table, column);
  const sql = `select c${index} as c0, count(*) as c1 from (${relation.sql}) group by 1 order by 2 desc, 1 nulls last`;
  const types = [relation.types[index]!, "BIGINT"];
  return tableOf(uniqueNames([column, "count"]), {
    sql,
    types,
    asWritten: null,
    sources: relation.sources,
    rowCount: null,
  });
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
