import { afterAll } from "vitest";
import type { NodeContext } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { openTableEngine } from "#server/tables/open-table-engine";
import { runNode } from "../run-node-for-tests.ts";
import { predictTable } from "./definition.ts";
import { runPredictTable } from "./run.ts";

/** The node on a table engine of its own, which goes after the tests of the file; `models` unless a call names others. */
export async function openPredictions({ models }: Pick<NodeContext, "models">) {
  const tables = await openTableEngine();
  afterAll(() => tables.close());
  return {
    openCsv: (text: string | Buffer, name = "t.csv") => tables.open({ bytes: Buffer.from(text), name, format: "csv" }),
    run: (table: TableValue, params: Record<string, unknown>, context: Partial<NodeContext> = {}) =>
      runNode(predictTable, runPredictTable, { inputs: { table }, params, context: { models, tables, ...context } }),
    /** All cells, by column. */
    async columnsOf(table: TableValue) {
      const columns: Record<string, unknown[]> = {};
      for await (const batch of tables.batches(table)) {
        for (const [name, cells] of Object.entries(batch.columns)) (columns[name] ??= []).push(...cells);
      }
      return columns;
    },
  };
}
