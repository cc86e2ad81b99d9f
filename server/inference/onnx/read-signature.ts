import type { TensorSignature } from "../../../graph/values.ts";
import { elementTypes } from "./element-types.ts";
import type { ProtoCursor } from "./proto-cursor.ts";
import { quoted, refuseModel } from "./refuse-model.ts";
import { skipUnknown } from "./skip-unknown.ts";

const MAX_RANK = 64;
/** As params hold them. */
const MAX_SYMBOL_CHARACTERS = 200;

/** `type` is left out where the file says none; a value that is no tensor says in words what it is. */
export type ValueFacts = { name: string; type?: TensorType | { kind: "other"; words: string } };
type TensorType = { kind: "tensor"; typeNumber: number; shape: TensorSignature["shape"] | null };

/** A ValueInfoProto: an input or output of a graph. */
export function readValueInfo(cursor: ProtoCursor): ValueFacts {
  const facts: ValueFacts = { name: "" };
  while (cursor.next()) {
    if (cursor.field === 1) facts.name = cursor.text();
    else if (cursor.field === 2) {
      const type = readType(cursor.message());
      if (type) facts.type = type;
    } else skipUnknown(cursor);
  }
  return facts;
}

const otherTypes: Record<number, string> = {
  4: "a sequence",
  5: "a map",
  7: "opaque",
  8: "a sparse tensor",
  9: "an optional value",
};

function readType(cursor: ProtoCursor): ValueFacts["type"] {
  let type: ValueFacts["type"];
  while (cursor.next()) {
    if (cursor.field === 1) type = readTensorType(cursor.message());
    else if (cursor.field in otherTypes) type = { kind: "other", words: otherTypes[cursor.field]! };
    else skipUnknown(cursor);
  }
  return type;
}

function readTensorType(cursor: ProtoCursor): TensorType {
  const type: TensorType = { kind: "tensor", typeNumber: 0, shape: null };
  while (cursor.next()) {
    if (cursor.field === 1) type.typeNumber = cursor.int();
    else if (cursor.field === 2) type.shape = readShape(cursor.message());
    else skipUnknown(cursor);
  }
  return type;
}

function readShape(cursor: ProtoCursor): TensorSignature["shape"] {
  const shape: (number | string | null)[] = [];
  while (cursor.next()) {
    if (cursor.field !== 1) skipUnknown(cursor);
    else if (shape.push(readDim(cursor.message())) > MAX_RANK) {
      throw refuseModel("bad-tensor", `A tensor has more than ${MAX_RANK} dimensions. Export the model again.`);
    }
  }
  return shape;
}

function readDim(cursor: ProtoCursor): number | string | null {
  let dim: number | string | null = null;
  while (cursor.next()) {
    if (cursor.field === 1) dim = cursor.int();
    else if (cursor.field === 2) dim = cursor.text();
  }
  // Some exporters write an open dimension as -1, others as a symbol without a name.
  if (dim === -1 || dim === "") return null;
  if (typeof dim === "string") return dim.length > MAX_SYMBOL_CHARACTERS ? null : dim;
  if (dim !== null && (dim < 0 || dim > 2 ** 31)) {
    throw refuseModel("bad-tensor", `A tensor has the dimension ${dim}, which is impossible. Export the model again.`);
  }
  return dim;
}

/** @throws AppError for an input or output that could not flow through a port. */
export function toSignature({ name, type }: ValueFacts, what: "input" | "output"): TensorSignature {
  const value = `The ${what} ${quoted(name)}`;
  if (!type) throw refuseModel("bad-graph", `${value} has no type. Export the model again.`);
  if (type.kind === "other") {
    const message = `${value} is ${type.words}; only tensors can flow. Export the model with tensors only (for scikit-learn: options={"zipmap": False}).`;
    throw refuseModel("unsupported-op", message);
  }
  const element = elementTypes[type.typeNumber];
  if (!element) throw refuseModel("bad-tensor", `${value} has the unknown element type ${type.typeNumber}.`);
  if (element.dtype === null) {
    const message = `${value} is of ${element.name}, which cannot flow between nodes. Cast it to float32 in the model.`;
    throw refuseModel("unsupported-op", message);
  }
  if (type.shape === null) {
    const message = `${value} declares no shape, not even a number of dimensions. Run onnx.shape_inference.infer_shapes over the model.`;
    throw refuseModel("bad-graph", message);
  }
  return { name, dtype: element.dtype, shape: type.shape };
}
