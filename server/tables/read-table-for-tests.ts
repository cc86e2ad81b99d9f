import type { JsonValue } from "#graph/json";
import type { TableEngine } from "#graph/node-runner";
import type { TableValue } from "#graph/values";

/** All of a small table: columns as "name:type", and rows. */
export async function readWhole(
  engine: TableEngine,
  table: TableValue,
): Promise<{ columns: string[]; rows: JsonValue[][] }> {
  const rows: JsonValue[][] = [];
  for await (const { columns, rowCount } of engine.batches(table, { batchRows: 1_000 })) {
    const cells = table.columns.map(({ name }) => columns[name]!);
    for (let row = 0; row < rowCount; row++) rows.push(cells.map((column) => column[row]!));
  }
  return { columns: table.columns.map(({ name, type }) => `${name}:${type}`), rows };
}
