import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { writeTable } from "./definition.ts";

const mediaTypes = { csv: "text/csv", parquet: "application/vnd.apache.parquet", json: "application/json" } as const;

export const runWriteTable: NodeRunner<typeof writeTable> = async ({ inputs, params: { format, name }, context }) => {
  const bytes = await context.tables.encode(inputs.table, format);
  const hasExtension = name.toLowerCase().endsWith(`.${format}`);
  return { file: { name: hasExtension ? name : `${name}.${format}`, mediaType: mediaTypes[format], bytes } };
};
