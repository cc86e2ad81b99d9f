import { NodeError, type ColumnCells } from "#graph/node-runner";
import type { TensorData, TensorSignature } from "#graph/values";
import { float16Bits } from "../tensor-numbers.ts";

const numberArrays = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
} as const;

export type PackOptions = {
  names: readonly string[];
  rowCount: number;
  /** Row of the table, from 1, of the first row here. */
  firstRow: number;
  missing: "refuse" | "nan";
};

/**
 * The cells row by row, `[rowCount, columns]`, as the model's input wants them.
 *
 * @throws NodeError "bad-input" naming row and column of a missing cell or of a number that the type cannot hold.
 */
export function packRows(
  signature: TensorSignature,
  columns: readonly ColumnCells[],
  { names, rowCount, firstRow, missing }: PackOptions,
): TensorData {
  const { dtype } = signature;
  if (dtype === "string") return packText(columns, rowCount);
  const isWhole = !dtype.startsWith("float");
  const place = (row: number, column: number) => `Row ${firstRow + row}, column "${names[column]}"`;
  const numbers = new (dtype === "float32" ? Float32Array : Float64Array)(rowCount * columns.length);
  for (const [column, cells] of (columns as readonly Float64Array[]).entries()) {
    for (let row = 0; row < rowCount; row++) {
      const number = cells[row]!;
      if (Number.isNaN(number) && (missing === "refuse" || isWhole)) {
        const remedy = isWhole ? "Fill it" : 'Fill it, or set "Missing values" to NaN';
        throw new NodeError("bad-input", `${place(row, column)} is empty, and the model needs a number. ${remedy}.`);
      }
      if (isWhole && !Number.isInteger(number)) {
        const message = `${place(row, column)} is ${number}, and the model needs a whole number (${dtype}).`;
        throw new NodeError("bad-input", message);
      }
      numbers[row * columns.length + column] = number;
    }
  }
  if (dtype === "float16") return float16Bits(numbers);
  if (dtype === "int64") return BigInt64Array.from(numbers, BigInt);
  if (dtype === "uint64") return BigUint64Array.from(numbers, (number) => BigInt.asUintN(64, BigInt(number)));
  if (dtype === "bool") return Uint8Array.from(numbers, (number) => (number === 0 ? 0 : 1));
  return numbers instanceof numberArrays[dtype] ? numbers : numberArrays[dtype].from(numbers);
}

function packText(columns: readonly ColumnCells[], rowCount: number): string[] {
  const texts: string[] = [];
  for (let row = 0; row < rowCount; row++) {
    for (const cells of columns) texts.push(String(cells[row] ?? ""));
  }
  return texts;
}
