import { toTableError, type DuckdbSession } from "./duckdb-session.ts";
import type { Relation } from "./relation.ts";

/** Counted once for each relation. */
export async function countRows(session: DuckdbSession, relation: Relation): Promise<number> {
  if (relation.rowCount !== null) return relation.rowCount;
  try {
    const reader = await session.withConnection((connection) =>
      connection.runAndReadAll(`select count(*) from (${relation.sql})`),
    );
    relation.rowCount = Number(reader.getRows()[0]![0]);
    return relation.rowCount;
  } catch (error) {
    throw toTableError(error, "The table");
  }
}
