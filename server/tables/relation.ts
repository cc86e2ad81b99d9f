import type { TableValue } from "#graph/values";

/**
 * What a `TableValue` holds for this engine: a query that gives columns c0, c1, … in the order of `TableValue.columns`.
 * The names that people see stand beside it, so no name of theirs ever is part of a query but as a quoted alias.
 */
export type Relation = {
  sql: string;
  /** One of DuckDB's types for each column, after `canonicalType`. */
  types: readonly string[];
  /**
   * The same rows, but numbers of a CSV file with the text that stands there, in the columns that `isText` marks: it keeps
   * 1.50 as 1.50. A query of its own, because DuckDB reads numbers faster where it need not make text of them first.
   */
  asWritten: { sql: string; isText: readonly boolean[] } | null;
  /** What the query reads from; each is removed when no relation refers to it any more. */
  sources: readonly TableSource[];
  rowCount: number | null;
};
/** A table in the database or a file in the scratch folder. */
export type TableSource = { readonly name: string };

const relations = new WeakSet<object>();

export function tableOf(names: readonly string[], relation: Relation): TableValue {
  relations.add(relation);
  return { columns: names.map((name, index) => ({ name, type: kindOfType(relation.types[index]!) })), relation };
}

export function relationOf(table: TableValue): Relation {
  if (!relations.has(table.relation as object)) throw new Error("The table was made by another table engine");
  // The set holds nothing but what `tableOf` was given.
  return table.relation as Relation;
}

/** What a relation reads from goes once nothing refers to it, so a reader refers to it when it is done. */
export function keepAlive(_relation: Relation) {}

export function isNumberType(type: string): boolean {
  return type === "BIGINT" || type === "HUGEINT" || type === "DOUBLE" || type.startsWith("DECIMAL");
}

/** What people are told of a column: "number", "text", "boolean" or "date". */
export function kindOfType(type: string): "number" | "text" | "boolean" | "date" {
  if (type === "BOOLEAN") return "boolean";
  if (type === "DATE" || type.startsWith("TIMESTAMP")) return "date";
  return isNumberType(type) ? "number" : "text";
}

export function columnList(count: number, prefix = ""): string {
  return Array.from({ length: count }, (_, index) => `${prefix}c${index}`).join(", ");
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
