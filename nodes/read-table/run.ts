import "#server-only";
import { NodeError, type NodeRunner } from "#graph/node-runner";
import { tableFormatOf } from "../table-format.ts";
import type { readTable } from "./definition.ts";

export const runReadTable: NodeRunner<typeof readTable> = async ({ inputs, params, context }) => {
  const { name, mediaType, bytes } = inputs.file ?? (await readChosen());
  const table = await context.tables.open({
    bytes,
    name,
    format: params.format === "auto" ? tableFormatOf({ name, mediaType, bytes }) : params.format,
    options: { header: params.header, ...(params.delimiter !== "auto" && { delimiter: params.delimiter }) },
  });
  return { table, rowCount: await context.tables.countRows(table) };

  async function readChosen() {
    if (!params.file) {
      const message = 'There is no file to read: choose one in the node, or connect one to "File".';
      throw new NodeError("missing-input", message, { param: "file", port: "file" });
    }
    return { ...params.file, bytes: await context.files.read(params.file) };
  }
};
