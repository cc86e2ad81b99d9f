import { NodeError } from "#graph/node-runner";
import type { TensorSignature } from "#graph/values";

/** One input of the model and the columns that feed it, in order. */
export type FeatureInput = { signature: TensorSignature; columns: readonly string[] };
export type FeatureMap = {
  inputs: readonly FeatureInput[];
  /** Rows of one window, or null for a model that takes rows. */
  windowRows: number | null;
  /** Rows (or windows) of each call where the model does not leave that open. */
  fixedBatch: number | null;
};

type TableColumns = readonly { name: string; type: string }[];

/**
 * Decides which columns feed which input of the model.
 *
 * @throws NodeError "bad-params" or "input-mismatch" that says how many columns the model takes and what the table has.
 */
export function mapColumns(
  model: { name: string; inputs: readonly TensorSignature[] },
  { chosen, table, windowRows }: { chosen: readonly string[]; table: TableColumns; windowRows: number },
): FeatureMap {
  const [first] = model.inputs;
  const isWindowed = model.inputs.length === 1 && first?.shape.length === 3 && first.dtype !== "string";
  const isTabular = model.inputs.every(({ shape }) => shape.length === 1 || shape.length === 2);
  if (!first || (!isWindowed && !isTabular)) {
    const inputs = model.inputs.map(
      ({ name, dtype, shape }) => `"${name}" ${dtype} [${shape.map((dim) => dim ?? "?")}]`,
    );
    const message =
      `"${model.name}" takes no rows of a table, such as float32 [batch, features]; it takes ${inputs.join(", ") || "nothing"}. ` +
      `Use "Run model" for it.`;
    throw new NodeError("bad-params", message, { param: "model" });
  }
  const batch = sizeOf(first.shape[0]);
  return {
    inputs: assign(model, { chosen, table }),
    windowRows: isWindowed ? rowsOfWindow(model.name, { declared: sizeOf(first.shape[1]), wanted: windowRows }) : null,
    fixedBatch: batch,
  };
}

function assign(
  model: { name: string; inputs: readonly TensorSignature[] },
  { chosen, table }: { chosen: readonly string[]; table: TableColumns },
): FeatureInput[] {
  const widths = model.inputs.map(({ shape }) => (shape.length === 1 ? 1 : sizeOf(shape.at(-1))));
  const names = new Set(table.map(({ name }) => name));
  const isNamed = widths.every((width) => width === 1) && model.inputs.every(({ name }) => names.has(name));
  if (chosen.length === 0 && isNamed) {
    return model.inputs.map((signature) => ({ signature, columns: [signature.name] }));
  }
  const missing = chosen.filter((name) => !names.has(name));
  if (missing.length > 0) {
    const message = `The table has no column ${quoteList(missing)}. It has ${quoteList([...names])}.`;
    throw new NodeError("bad-params", message, { param: "columns" });
  }
  const columns = chosen.length > 0 ? chosen : table.filter(({ type }) => type === "number").map(({ name }) => name);

  // One input may leave open how many features it takes; it gets what the others leave.
  const open = widths.filter((width) => width === null).length;
  const fixed = widths.reduce<number>((sum, width) => sum + (width ?? 0), 0);
  if (open > 1 || (open === 1 ? columns.length <= fixed : columns.length !== fixed)) {
    const takes = open === 0 ? `${fixed}` : `more than ${fixed}`;
    const has = chosen.length > 0 ? `"Columns" names ${chosen.length}` : `the table has ${columns.length} of numbers`;
    const message =
      `"${model.name}" takes ${takes} feature columns, and ${has}: ${quoteList(columns)}. ` +
      `Name the right ones in "Columns", in the model's order.`;
    throw new NodeError("input-mismatch", message, { param: "columns" });
  }
  let next = 0;
  return model.inputs.map((signature, index) => {
    const width = widths[index] ?? columns.length - fixed;
    const own = columns.slice(next, next + width);
    next += width;
    return { signature, columns: own };
  });
}

function rowsOfWindow(model: string, { declared, wanted }: { declared: number | null; wanted: number }): number {
  if (declared !== null && wanted !== 0 && declared !== wanted) {
    const message = `"${model}" takes windows of ${declared} rows, and "Window rows" is ${wanted}. Set it to ${declared}, or to 0.`;
    throw new NodeError("input-mismatch", message, { param: "windowRows" });
  }
  const rows = declared ?? wanted;
  if (rows === 0) {
    const message = `"${model}" takes windows of any length: say in "Window rows" how many rows one has.`;
    throw new NodeError("bad-params", message, { param: "windowRows" });
  }
  return rows;
}

// Some exporters write an open dimension as -1 or 0.
function sizeOf(dim: number | string | null | undefined): number | null {
  return typeof dim === "number" && dim > 0 ? dim : null;
}

function quoteList(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => JSON.stringify(name));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  return (shown.join(", ") || "none") + more;
}
