import { afterAll, expect, test } from "vitest";
import { openTableEngine } from "#server/tables/open-table-engine";
import { runNode } from "../run-node-for-tests.ts";
import { filterRows } from "./definition.ts";
import { runFilterRows } from "./run.ts";

const tables = await openTableEngine();
afterAll(() => tables.close());

const csv = `n,name,ok,day,id
1,Ann,true,2026-01-01,9007199254740993
2.5,bob's,false,2026-02-01,9007199254740992
,,,,
`;
const table = await tables.open({ bytes: Buffer.from(csv), name: "people.csv", format: "csv" });
const run = (params: Record<string, unknown>) =>
  runNode(filterRows, runFilterRows, { inputs: { table }, params, context: { tables } });

test.each([
  ["n", "=", "2.5", [2.5]],
  ["n", "≠", "1", [2.5, null]],
  ["n", "<", "2", [1]],
  ["n", "≤", "2.5", [1, 2.5]],
  ["n", ">", "1e0", [2.5]],
  ["n", "is empty", "", [null]],
  ["n", "contains", ".5", [2.5]],
  ["name", "=", "bob's", [2.5]],
  ["name", "contains", "n", [1]],
  ["name", "is not empty", "", [1, 2.5]],
  ["ok", "=", "true", [1]],
  ["day", ">", "2026-01-01", [2.5]],
  ["day", "≥", "2026-01-01 00:00", [1, 2.5]],
  ["id", "=", "9007199254740993", [1]],
])("%s %s %j keeps the rows %j", async (column, operator, value, expected) => {
  const outputs = await run({ column, operator, value });

  const kept = [];
  for await (const batch of tables.batches(outputs.table, { columns: ["n"] })) kept.push(...(batch.columns["n"] ?? []));
  expect(kept).toEqual(expected);
  expect(outputs.rowCount).toBe(expected.length);
});

test.each([
  ["age", "=", "1", 'The table has no column "age". It has "n", "name", "ok", "day", "id".'],
  ["n", "=", "many", 'Column "n" holds numbers, so it cannot be compared with "many".'],
  ["n", "=", "1 or 1=1", 'Column "n" holds numbers, so it cannot be compared with "1 or 1=1".'],
  ["ok", "=", "yes", 'Column "ok" holds true and false, so it cannot be compared with "yes".'],
  ["day", "<", "soon", 'Column "day" holds dates such as 2026-01-31, so it cannot be compared with "soon".'],
])("%s %s %j is refused", async (column, operator, value, message) => {
  await expect(run({ column, operator, value })).rejects.toMatchObject({ name: "NodeError", message });
});
