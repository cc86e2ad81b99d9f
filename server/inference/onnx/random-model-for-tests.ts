import fc from "fast-check";
import { attribute, floats, int64s, model, node, tensor, valueInfo } from "./onnx-writer-for-tests.ts";

/** Numbers in each row of all tensors. */
export const WIDTH = 3;

const factor = fc.integer({ min: -8, max: 8 }).map((eighths) => eighths / 8);
const row = fc.array(factor, { minLength: WIDTH, maxLength: WIDTH });
const square = fc.array(factor, { minLength: WIDTH * WIDTH, maxLength: WIDTH * WIDTH });

const operation = fc.oneof(
  // Each number by itself, in one way.
  fc.record({ kind: fc.constantFrom("Add", "Mul", "Max"), weights: row }),
  fc.record({ kind: fc.constantFrom("Relu", "Neg", "Abs") }),
  // Each row by itself. The runtime may take sums and approximations of many rows in another order than those of one.
  fc.record({ kind: fc.constantFrom("Tanh", "Sigmoid", "RowSoftmax") }),
  fc.record({ kind: fc.constant("MatMul"), weights: square }),
  // Over the rows of a call: calls of such a model may never be joined.
  fc.record({ kind: fc.constantFrom("LessMean", "ColumnSoftmax", "CumSum") }),
);
type Operation = { kind: string; weights?: number[] };

export type ModelSpec = {
  operations: Operation[];
  hasTwoInputs: boolean;
  hasTwoOutputs: boolean;
  isOneRow: boolean;
};

export const modelSpecArbitrary: fc.Arbitrary<ModelSpec> = fc.record({
  operations: fc.array(operation, { minLength: 1, maxLength: 3 }),
  hasTwoInputs: fc.nat(3).map((pick) => pick === 0),
  hasTwoOutputs: fc.nat(3).map((pick) => pick === 0),
  isOneRow: fc.nat(7).map((pick) => pick === 0),
});

const inexact = new Set(["Tanh", "Sigmoid", "RowSoftmax", "MatMul", "LessMean", "ColumnSoftmax"]);
/** Whether a row gives the same bits in any company. */
export const isExact = ({ operations }: ModelSpec): boolean => !operations.some(({ kind }) => inexact.has(kind));

/** Float32 [batch, 3] (or [1, 3]) to the same, as an .onnx file. */
export function writeModel({ operations, hasTwoInputs, hasTwoOutputs, isOneRow }: ModelSpec): Uint8Array {
  const shape = [isOneRow ? 1 : "batch", WIDTH];
  const inputs = hasTwoInputs ? ["x", "w"] : ["x"];
  const outputs = hasTwoOutputs ? ["y", "z"] : ["y"];
  const initializers: Uint8Array[] = [];
  const constant = (name: string, parts: Omit<Parameters<typeof tensor>[0], "name">) => {
    initializers.push(tensor({ name, ...parts }));
    return name;
  };
  const nodes = hasTwoInputs ? [node("Sub", ["x", "w"], ["v0"])] : [node("Identity", ["x"], ["v0"])];
  for (const [index, { kind, weights = [] }] of operations.entries()) {
    const [from, to] = [`v${index}`, `v${index + 1}`];
    const rows = () => constant(`rows${index}`, { type: "int64", dims: [1], raw: int64s(0) });
    switch (kind) {
      case "Add":
      case "Mul":
      case "Max":
        nodes.push(node(kind, [from, constant(`c${index}`, { dims: [WIDTH], raw: floats(...weights) })], [to]));
        break;
      case "MatMul":
        nodes.push(node(kind, [from, constant(`c${index}`, { dims: [WIDTH, WIDTH], raw: floats(...weights) })], [to]));
        break;
      case "RowSoftmax":
        nodes.push(node("Softmax", [from], [to], { attributes: [attribute.int("axis", 1)] }));
        break;
      case "ColumnSoftmax":
        nodes.push(node("Softmax", [from], [to], { attributes: [attribute.int("axis", 0)] }));
        break;
      case "LessMean":
        nodes.push(node("ReduceMean", [from], [`m${index}`], { attributes: [attribute.ints("axes", [0])] }));
        nodes.push(node("Sub", [from, `m${index}`], [to]));
        break;
      case "CumSum":
        nodes.push(node("CumSum", [from, rows()], [to]));
        break;
      default:
        nodes.push(node(kind, [from], [to]));
    }
  }
  nodes.push(node("Identity", [`v${operations.length}`], ["y"]));
  if (hasTwoOutputs) nodes.push(node("Neg", ["v1"], ["z"]));
  return model({
    nodes,
    initializers,
    inputs: inputs.map((name) => valueInfo(name, "float32", shape)),
    outputs: outputs.map((name) => valueInfo(name, "float32", shape)),
  });
}
