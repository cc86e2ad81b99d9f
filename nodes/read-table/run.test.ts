import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { FileValue } from "#graph/values";
import { openTableEngine } from "#server/tables/open-table-engine";
import { createTestFiles, hashOf, runNode } from "../run-node-for-tests.ts";
import { readTable } from "./definition.ts";
import { runReadTable } from "./run.ts";

const tables = await openTableEngine();
afterAll(() => tables.close());

const fileOf = (name: string, content: string, mediaType = "text/csv"): FileValue => ({
  name,
  mediaType,
  bytes: Buffer.from(content),
});
const run = (file: FileValue, params: Record<string, unknown> = {}) =>
  runNode(readTable, runReadTable, { inputs: { file }, params, context: { tables } });

test("reads the wines with their columns and rows", async () => {
  const bytes = readFileSync(join(import.meta.dirname, "../../templates/models/wine/samples/wine.csv"));
  const file = { hash: hashOf(bytes), name: "wine.csv", mediaType: "text/csv", sizeBytes: bytes.length };
  const context = { tables, files: createTestFiles([bytes]) };

  const { table, rowCount } = await runNode(readTable, runReadTable, { inputs: {}, params: { file }, context });

  expect(rowCount).toBe(54);
  expect(table.columns).toHaveLength(14);
  expect(table.columns.at(0)).toEqual({ name: "alcohol", type: "number" });
  expect(table.columns.at(-1)).toEqual({ name: "target", type: "text" });
});

test.each([
  [fileOf("a.csv", "x;y\n1;2\n"), {}, ["x", "y"]],
  [fileOf("a.csv", "1,2\n"), { header: false }, ["column_1", "column_2"]],
  [fileOf("a.csv", "x|y;z\n1|2\n"), { delimiter: "|" }, ["x", "y;z"]],
  [fileOf("a.json", '[{"x": 1}]', "application/json"), {}, ["x"]],
  [fileOf("a", '{"x": 1}\n{"x": 2}\n', "application/x-ndjson"), {}, ["x"]],
  [fileOf("a.dat", '[{"x": 1}]', "application/octet-stream"), { format: "json" }, ["x"]],
])("reads %j with %j", async (file, params, names) => {
  const { table } = await run(file, params);

  expect(table.columns.map(({ name }) => name)).toEqual(names);
});

test("without a file it says where to give one", async () => {
  await expect(runNode(readTable, runReadTable, { inputs: {}, context: { tables } })).rejects.toMatchObject({
    kind: "missing-input",
    message: 'There is no file to read: choose one in the node, or connect one to "File".',
  });
});

test("a file that is no table is refused with what would be right", async () => {
  await expect(run(fileOf("cat.png", "\u0089PNG", "image/png"))).rejects.toMatchObject({
    kind: "unsupported-format",
    message: '"cat.png" is no table that can be read: give a CSV, Parquet or JSON file, or choose the format.',
  });
});
