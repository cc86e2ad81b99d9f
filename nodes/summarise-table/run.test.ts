import { afterAll, expect, test } from "vitest";
import { openTableEngine } from "#server/tables/open-table-engine";
import { runNode } from "../run-node-for-tests.ts";
import { summariseTable } from "./definition.ts";
import { runSummariseTable } from "./run.ts";

const tables = await openTableEngine();
afterAll(() => tables.close());

const table = await tables.fromRows([{ name: "label", type: "text" }], [["cat"], ["dog"], ["dog"], [null], ["ant"]]);
const run = (column: string) =>
  runNode(summariseTable, runSummariseTable, { inputs: { table }, params: { column }, context: { tables } });

test("counts each value, the most frequent first, missing ones too", async () => {
  const outputs = await run("label");

  for await (const batch of tables.batches(outputs.table)) {
    expect(batch.columns).toEqual({ label: ["dog", "ant", "cat", null], count: [2, 1, 1, 1] });
  }
  expect(outputs).toMatchObject({ valueCount: 4, rowCount: 5 });
});

test("a column that is not there is told with those that are", async () => {
  await expect(run("colour")).rejects.toMatchObject({ message: 'The table has no column "colour". It has "label".' });
});
