import type { DuckDBConnection, DuckDBDataChunk, DuckDBVector } from "@duckdb/node-api";
import { NodeError } from "#graph/node-runner";
import { countRows } from "./count-rows.ts";
import { toTableError, type DuckdbSession } from "./duckdb-session.ts";
import { keepAlive, type Relation } from "./relation.ts";

/**
 * The rows in order, with a vector for each of the expressions `cells`, as many at a time as DuckDB has in one chunk.
 *
 * @throws NodeError "bad-table" where a row cannot be read, however far into the table.
 */
export async function* streamRows(
  session: DuckdbSession,
  relation: Relation,
  cells: readonly string[],
): AsyncGenerator<{ vectors: DuckDBVector[]; rowCount: number }> {
  const connection: DuckDBConnection = await session.connect();
  let next: Promise<DuckDBDataChunk | null> | undefined;
  try {
    const result = await connection.stream(`select ${cells.join(", ")} from (${relation.sql})`);
    const fetchNext = () => {
      next = result.fetchChunk();
      // It may fail before anyone waits for it; who waits for it learns of it.
      next.catch(() => {});
    };
    let rows = 0;
    fetchNext();
    for (let chunk = await next; chunk && chunk.rowCount > 0; chunk = await next) {
      const { rowCount } = chunk;
      const vectors = cells.map((_, index) => chunk!.getColumnVector(index));
      rows += rowCount;
      // The database works on the next rows while the reader works on these.
      fetchNext();
      yield { rowCount, vectors };
    }
    const expected = await countRows(session, relation);
    if (rows !== expected) await throwReason(session, relation, { cells, rows, expected });
  } catch (error) {
    throw toTableError(error, "The table");
  } finally {
    // A reader that stops early leaves one that is still on its way.
    await next?.catch(() => {});
    connection.closeSync();
    keepAlive(relation);
  }
}

/** A stream that fails on its way ends as if it were complete, and does not say why; a query that is not streamed does. */
async function throwReason(
  session: DuckdbSession,
  relation: Relation,
  { cells, rows, expected }: { cells: readonly string[]; rows: number; expected: number },
): Promise<never> {
  const counts = cells.map((cell) => `count(${cell})`);
  await session.withConnection((connection) => connection.run(`select ${counts.join(", ")} from (${relation.sql})`));
  throw new NodeError("bad-table", `The table could not be read whole: it has ${expected} rows, and ${rows} came out.`);
}
