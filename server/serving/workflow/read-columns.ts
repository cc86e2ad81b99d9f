import type { JsonValue } from "../../../graph/json.ts";
import type { TableEngine } from "../../../graph/node-runner.ts";
import type { TableValue } from "../../../graph/values.ts";
import { tensorNumbers } from "../../../nodes/tensor-numbers.ts";
import { ServingError } from "../serving-error.ts";
import type { WireTensor } from "../wire-tensor.ts";
import { readTexts, toTensorValue } from "../wire-tensor.ts";
import type { ServedPort } from "./served-port.ts";

/** A table of tensors "name.column", one cell a row; NaN is a missing number. @throws ServingError 400 */
export async function readColumns(
  { name, isList }: ServedPort,
  { tensors, tables }: { tensors: readonly WireTensor[]; tables: Pick<TableEngine, "fromRows"> },
): Promise<TableValue> {
  const quoted = `The input ${JSON.stringify(name)}`;
  if (isList) throw new ServingError(400, `${quoted} is a list of tables: send each as the content of a file.`);
  const columns = tensors.map((tensor) => readColumn(tensor, tensor.name.slice(name.length + 1)));
  const rowCount = columns[0]!.cells.length;
  const other = columns.find(({ cells }) => cells.length !== rowCount);
  if (other) {
    const message = `${quoted} has ${rowCount} rows in ${JSON.stringify(columns[0]!.name)} and ${other.cells.length} in ${JSON.stringify(other.name)}.`;
    throw new ServingError(400, message);
  }
  const rows = Array.from({ length: rowCount }, (_, row) => columns.map(({ cells }) => cells[row]!));
  return await tables.fromRows(
    columns.map((column) => ({ name: column.name, type: column.type })),
    rows,
  );
}

function readColumn(tensor: WireTensor, name: string) {
  const { dtype, bytes } = tensor;
  if (dtype === "string") return { name, type: "text" as const, cells: readTexts(bytes) };
  if (dtype === "bool") return { name, type: "boolean" as const, cells: Array.from(bytes, (byte) => byte === 1) };
  const numbers = Array.from(tensorNumbers(toTensorValue(tensor)), (cell): JsonValue => (isNaN(cell) ? null : cell));
  return { name, type: "number" as const, cells: numbers };
}
