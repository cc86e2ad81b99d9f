import { afterAll, expect, test } from "vitest";
import { openTableEngine } from "#server/tables/open-table-engine";
import { runNode } from "../run-node-for-tests.ts";
import { writeTable } from "./definition.ts";
import { runWriteTable } from "./run.ts";

const tables = await openTableEngine();
afterAll(() => tables.close());

const table = await tables.fromRows(
  [
    { name: "label", type: "text" },
    { name: "score", type: "number" },
  ],
  [
    ["=cmd()", 0.5],
    ["cat", 3],
  ],
);
const run = (params: Record<string, unknown>) =>
  runNode(writeTable, runWriteTable, { inputs: { table }, params, context: { tables } });

test.each([
  [{}, "table.csv", "text/csv", "label,score\n'=cmd(),0.5\ncat,3\n"],
  [
    { format: "json", name: "results.json" },
    "results.json",
    "application/json",
    '[\n\t{"label":"=cmd()","score":0.5},\n\t{"label":"cat","score":3.0}\n]\n',
  ],
])("with %j it writes %s", async (params, name, mediaType, content) => {
  const { file } = await run(params);

  expect({ ...file, bytes: Buffer.from(file.bytes).toString() }).toEqual({ name, mediaType, bytes: content });
});

test("Parquet reads back as it was, formulas included", async () => {
  const { file } = await run({ format: "parquet" });

  const again = await tables.open({ bytes: file.bytes, name: file.name, format: "parquet" });

  expect(file.name).toBe("table.parquet");
  for await (const batch of tables.batches(again)) {
    expect(batch.columns).toEqual({ label: ["=cmd()", "cat"], score: [0.5, 3] });
  }
});

test.each(["../x", "a\nb", "C:\\x", "x".repeat(101), "a\u202egpj.exe"])("%j is no name for a file", (name) => {
  expect(writeTable.params.safeParse({ name }).success).toBe(false);
});
