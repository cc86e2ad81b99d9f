import type { Bytes } from "./onnx-writer-for-tests.ts";
import { attribute, floats, graph, int64s, model, node, tensor, valueInfo } from "./onnx-writer-for-tests.ts";

/** y = x + `trips`, one by one: valid, loaded in milliseconds, and never through when there are 2^63-1 of them. */
export function countingLoop(trips: number | bigint, dims: readonly (number | string)[] = [1]): Bytes {
  const body = graph({
    nodes: [node("Identity", ["go_on"], ["still_going"]), node("Add", ["v", "one"], ["w"])],
    inputs: [valueInfo("i", "int64", []), valueInfo("go_on", "bool", []), valueInfo("v", "float32", dims)],
    outputs: [valueInfo("still_going", "bool", []), valueInfo("w", "float32", dims)],
    initializers: [tensor({ name: "one", dims: [1], raw: floats(1) })],
  });
  return model({
    nodes: [node("Loop", ["trips", "", "x"], ["y"], { attributes: [attribute.graph("body", body)] })],
    inputs: [valueInfo("x", "float32", dims)],
    outputs: [valueInfo("y", "float32", dims)],
    initializers: [tensor({ name: "trips", type: "int64", dims: [], raw: int64s(trips) })],
  });
}

export const growers = ["ConstantOfShape", "Expand", "Tile", "Pad"] as const;

/** As many float32 numbers as its input says, int64 [1], in a few bytes of model. */
export function giantOutput(operator: (typeof growers)[number] = "ConstantOfShape"): Bytes {
  const one = tensor({ name: "value", dims: [1], raw: floats(1) });
  const nodes = {
    ConstantOfShape: [node("ConstantOfShape", ["size"], ["y"], { attributes: [attribute.tensor("value", one)] })],
    Expand: [node("Expand", ["one", "size"], ["y"])],
    Tile: [node("Tile", ["one", "size"], ["y"])],
    Pad: [
      node("Concat", ["zero", "size"], ["pads"], { attributes: [attribute.int("axis", 0)] }),
      node("Pad", ["one", "pads"], ["y"]),
    ],
  }[operator];
  return model({
    nodes,
    inputs: [valueInfo("size", "int64", [1])],
    outputs: [valueInfo("y", "float32", ["n"])],
    initializers: [
      tensor({ name: "one", dims: [1], raw: floats(1) }),
      tensor({ name: "zero", type: "int64", dims: [1], raw: int64s(0) }),
    ],
  });
}
