import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { summariseTable } from "./definition.ts";

export const runSummariseTable: NodeRunner<typeof summariseTable> = async ({ inputs, params, context }) => {
  const table = await context.tables.countBy(inputs.table, params.column);
  return {
    table,
    valueCount: await context.tables.countRows(table),
    rowCount: await context.tables.countRows(inputs.table),
  };
};
