import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { filterRows } from "./definition.ts";

export const runFilterRows: NodeRunner<typeof filterRows> = async ({ inputs, params, context }) => {
  const table = await context.tables.filter(inputs.table, params);
  return { table, rowCount: await context.tables.countRows(table) };
};
