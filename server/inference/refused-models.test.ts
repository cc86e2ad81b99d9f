import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../app-error.ts";
import type { Bytes } from "./onnx/onnx-writer-for-tests.ts";
import {
  addOne,
  attribute,
  externalData,
  float,
  floats,
  graph,
  int,
  int64s,
  join,
  model,
  node,
  part,
  sparseTensor,
  tensor,
  valueInfo,
  varint,
} from "./onnx/onnx-writer-for-tests.ts";
import { readOnnx } from "./read-onnx.ts";

/** What a model is refused for; "accepted" when it is not. */
function reasonFor(bytes: Bytes, options?: { maxBytes: number }): string | undefined {
  try {
    readOnnx(bytes, options);
    return "accepted";
  } catch (error) {
    if (error instanceof AppError) return error.reason;
    throw error;
  }
}

function messageFor(bytes: Bytes): string {
  try {
    readOnnx(bytes);
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
}

const x = valueInfo("x", "float32", [2]);
const y = valueInfo("y", "float32", [2]);
const relu = node("Relu", ["x"], ["y"]);
const withNodes = (...nodes: Bytes[]) => model({ nodes, inputs: [x], outputs: [y] });
const withTensor = (weights: Bytes) =>
  model({ nodes: [node("Add", ["x", "w"], ["y"])], inputs: [x], outputs: [y], initializers: [weights] });

describe("38: what is no ONNX is refused", () => {
  const whole = addOne();
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

  test.each<[string, Bytes]>([
    ["nothing", new Uint8Array()],
    ["one byte", Uint8Array.of(8)],
    ["a PNG", png],
    ["text", Buffer.from("name,age\nAda,36\n")],
    ["JSON", Buffer.from('{"graph": {}}')],
    ["no graph", join([int(1, 8), part(8, int(2, 17))])],
    ["two graphs", addOne({ model: [part(7, graph({ outputs: [y] }))] })],
    ["zeros at its end", join([whole, Buffer.alloc(16)])],
    ["garbage at its end", join([whole, Buffer.from("garbage!")])],
    ["a varint without end", join([whole, Buffer.alloc(20, 255)])],
    ["a length beyond the file", join([whole, varint((14 << 3) | 2), varint(1_000_000)])],
    ["a length of 2^60", join([whole, varint((14 << 3) | 2), varint(2n ** 60n)])],
    ["the graph as a number", join([int(1, 8), int(7, 5)])],
    [
      "a large field that ONNX does not have",
      model({ nodes: [relu], inputs: [x], outputs: [y], more: [part(77, Buffer.alloc(1_000_001))] }),
    ],
  ])("%s", (_, bytes) => {
    expect(reasonFor(bytes)).toBe("not-onnx");
  });

  test.each(Array.from({ length: 10 }, (_, tenth) => tenth / 10))("cut at %d of its length", (fraction) => {
    expect(reasonFor(whole.subarray(0, Math.floor(whole.length * fraction)))).not.toBe("accepted");
  });

  test("random bytes, 4 KB of them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4_096, maxLength: 4_096 }), (bytes) => {
        expect(reasonFor(bytes)).toBe("not-onnx");
      }),
      { numRuns: 50 },
    );
  });
});

describe("39: data in other files are refused wherever a tensor can be", () => {
  const outside = tensor({ name: "w", dims: [2], more: externalData("secret.txt") });
  const inside = tensor({ name: "w", dims: [2], raw: floats(1, 2) });
  const nested = graph({ nodes: [relu], outputs: [y], initializers: [outside] });
  const holding = (one: Bytes) => withNodes(node("Custom", ["x"], ["y"], { attributes: [one] }));

  test.each<[string, Bytes]>([
    ["weights", withTensor(outside)],
    ["only marked as elsewhere", withTensor(tensor({ name: "w", dims: [2], raw: floats(1, 2), more: [int(14, 1)] }))],
    ["only named", withTensor(tensor({ name: "w", dims: [2], raw: floats(1, 2), more: [externalData("a")[0]!] }))],
    ["the value of an attribute", holding(attribute.tensor("value", outside))],
    ["one of an attribute's values", holding(attribute.tensors("values", [inside, outside]))],
    ["a nested graph", holding(attribute.graph("body", nested))],
    ["one of several nested graphs", holding(attribute.graphs("bodies", [graph({}), nested]))],
    [
      "a graph nested twice",
      holding(
        attribute.graph("body", graph({ nodes: [node("If", [], [], { attributes: [attribute.graph("b", nested)] })] })),
      ),
    ],
    [
      "sparse weights",
      model({ nodes: [relu], inputs: [x], outputs: [y], more: [part(15, sparseTensor(outside, inside))] }),
    ],
    [
      "the indices of sparse weights",
      model({ nodes: [relu], inputs: [x], outputs: [y], more: [part(15, sparseTensor(inside, outside))] }),
    ],
    ["a sparse attribute", holding(attribute.sparseTensor("value", sparseTensor(outside, inside)))],
    ["one of several sparse attributes", holding(attribute.sparseTensors("values", [sparseTensor(inside, outside)]))],
    [
      "a function",
      addOne({
        model: [
          part(
            25,
            join([
              part(1, "F"),
              part(7, node("Constant", [], ["c"], { attributes: [attribute.tensor("value", outside)] })),
            ]),
          ),
        ],
      }),
    ],
    [
      "the default of a function's attribute",
      addOne({ model: [part(25, join([part(1, "F"), part(11, attribute.tensor("value", outside))]))] }),
    ],
    ["the start of a training", addOne({ model: [part(20, part(1, nested))] })],
    ["the steps of a training", addOne({ model: [part(20, part(2, nested))] })],
  ])("%s", (_, bytes) => {
    expect(reasonFor(bytes)).toBe("external-data-refused");
  });

  test.each(["secret.txt", "./.env", "../x", "/etc/passwd", "/proc/self/environ", "*/_ORT_MEM_ADDR_/*"])(
    "at %s, which the message names",
    (location) => {
      const message = messageFor(withTensor(tensor({ name: "w", dims: [2], more: externalData(location) })));

      expect(message).toContain(JSON.stringify(location));
    },
  );
});

describe("40: tensors that contradict themselves are refused", () => {
  test.each<[string, Bytes]>([
    ["a negative dimension", tensor({ name: "w", dims: [-2], raw: floats(1, 2) })],
    ["more than 2^31 elements", tensor({ name: "w", dims: [2 ** 20, 2 ** 20], raw: floats(1) })],
    ["dimensions whose product overflows", tensor({ name: "w", dims: [2n ** 62n, 2n ** 62n], raw: floats(1) })],
    ["too few bytes", tensor({ name: "w", dims: [3], raw: floats(1, 2) })],
    ["too many bytes", tensor({ name: "w", dims: [1], raw: floats(1, 2) })],
    ["no data", tensor({ name: "w", dims: [2] })],
    ["half a number", tensor({ name: "w", dims: [1], more: [part(4, Buffer.alloc(6))] })],
    [
      "too few typed numbers",
      tensor({ name: "w", type: "int64", dims: [3], more: [part(7, join([varint(1), varint(-1)]))] }),
    ],
    ["numbers in the field of another type", tensor({ name: "w", type: "int64", dims: [1], more: [float(4, 1)] })],
    ["text as raw bytes", tensor({ name: "w", type: "string", dims: [1], raw: Buffer.from("a") })],
    ["element type 0", tensor({ name: "w", type: 0, dims: [1], raw: floats(1) })],
    ["element type 99", tensor({ name: "w", type: 99, dims: [1], raw: floats(1) })],
    ["a segment", tensor({ name: "w", dims: [1], raw: floats(1), more: [part(3, int(1, 0))] })],
  ])("%s", (_, weights) => {
    expect(reasonFor(withTensor(weights))).toBe("bad-tensor");
  });

  test("an input with a negative dimension", () => {
    expect(reasonFor(addOne({ inputs: [valueInfo("x", "float32", [-7])] }))).toBe("bad-tensor");
  });

  test.each<[string, Bytes]>([
    ["no elements", tensor({ name: "w", dims: [0, 5] })],
    ["typed floats, packed", tensor({ name: "w", dims: [2], more: [part(4, floats(1, 2))] })],
    ["typed floats, one by one", tensor({ name: "w", dims: [2], more: [float(4, 1), float(4, 2)] })],
    [
      "negative integers",
      tensor({ name: "w", type: "int64", dims: [2], more: [part(7, join([varint(-1), varint(-5)]))] }),
    ],
    ["raw integers", tensor({ name: "w", type: "int64", dims: [2], raw: int64s(1, 2) })],
    ["text", tensor({ name: "w", type: "string", dims: [2], more: [part(6, "a"), part(6, "")] })],
    ["four-bit numbers, an odd count", tensor({ name: "w", type: "int4", dims: [3], raw: Buffer.alloc(2) })],
    ["complex numbers", tensor({ name: "w", type: "complex64", dims: [1], more: [part(4, floats(1, 2))] })],
  ])("%s are fine", (_, weights) => {
    expect(reasonFor(withTensor(weights))).toBe("accepted");
  });
});

describe("41: what ONNX Runtime does not have is refused by name", () => {
  test.each<[string, Bytes, string]>([
    ["an unknown operator", withNodes(node("Frobnicate", ["x"], ["y"])), "Frobnicate"],
    ["an unknown domain", withNodes(node("Relu", ["x"], ["y"], { domain: "evil.ops" })), "evil.ops"],
    [
      "an unknown machine-learning operator",
      model({
        nodes: [node("Nope", ["x"], ["y"], { domain: "ai.onnx.ml" })],
        inputs: [x],
        outputs: [y],
        opset: [{ version: 17 }, { domain: "ai.onnx.ml", version: 3 }],
      }),
      "Nope",
    ],
    [
      "an operator in a nested graph",
      withNodes(
        node("If", ["x"], ["y"], {
          attributes: [
            attribute.graph("then_branch", graph({ nodes: [node("Hidden", ["x"], ["h"])], outputs: [valueInfo("h")] })),
          ],
        }),
      ),
      "Hidden",
    ],
    ["opset 0", addOne({ opset: [{ version: 0 }] }), "opset 0"],
    ["opset 999", addOne({ opset: [{ version: 999 }] }), "opset 999"],
    ["opset -1", addOne({ opset: [{ version: -1 }] }), "opset -1"],
    [
      "opset 999 of another domain",
      addOne({ opset: [{ version: 17 }, { domain: "ai.onnx.ml", version: 999 }] }),
      "opset 999",
    ],
    ["no opset", addOne({ opset: [] }), "opset"],
    ["IR version 999", addOne({ irVersion: 999 }), "999"],
    ["IR version 0", addOne({ irVersion: 0 }), "IR version 0"],
    [
      "an output that is a map",
      model({ nodes: [relu], inputs: [x], outputs: [join([part(1, "y"), part(2, part(5, join([])))])] }),
      "a map",
    ],
    ["an output of bfloat16", addOne({ outputs: [valueInfo("y", "bfloat16", [2])] }), "bfloat16"],
  ])("%s", (_, bytes, name) => {
    expect(reasonFor(bytes)).toBe("unsupported-op");
    expect(messageFor(bytes)).toContain(name);
  });
});

describe("42: graphs that do not hold together are refused", () => {
  const function_ = (name: string, ...calls: string[]) =>
    part(
      25,
      join([
        part(1, name),
        part(10, "f"),
        part(9, int(2, 17)),
        ...calls.map((call, index) => part(7, node(call, [], [`${index}`], { domain: "f" }))),
      ]),
    );
  const bomb = Array.from({ length: 40 }, (_, depth) =>
    depth === 0 ? function_("F0") : function_(`F${depth}`, `F${depth - 1}`, `F${depth - 1}`),
  );
  const manyGraphs = Array.from({ length: 1_001 }, () => graph({}));
  const deep = (levels: number): Bytes =>
    graph({
      nodes: [
        levels === 0
          ? relu
          : node("If", ["x"], ["y"], { attributes: [attribute.graph("then_branch", deep(levels - 1))] }),
      ],
      outputs: [y],
    });

  test.each<[string, Bytes]>([
    ["a circle", withNodes(node("Add", ["x", "b"], ["a"]), node("Relu", ["a"], ["b"]), node("Add", ["a", "b"], ["y"]))],
    ["a node that reads itself", withNodes(node("Add", ["x", "y"], ["y"]))],
    [
      "a circle through a nested graph",
      withNodes(
        node("If", ["x"], ["y"], {
          attributes: [
            attribute.graph("then_branch", graph({ nodes: [node("Relu", ["y"], ["t"])], outputs: [valueInfo("t")] })),
          ],
        }),
      ),
    ],
    ["a value made twice", withNodes(relu, relu)],
    ["a node that makes an input", withNodes(relu, node("Relu", ["y"], ["x"]))],
    ["two outputs of one name", model({ nodes: [relu], inputs: [x], outputs: [y, y] })],
    ["two inputs of one name", model({ nodes: [relu], inputs: [x, x], outputs: [y] })],
    ["an input without a name", model({ nodes: [relu], inputs: [x, valueInfo("", "float32", [1])], outputs: [y] })],
    ["a value that nothing makes", withNodes(node("Add", ["x", "ghost"], ["y"]))],
    [
      "a value that nothing makes in a nested graph",
      withNodes(
        node("If", ["x"], ["y"], {
          attributes: [
            attribute.graph(
              "then_branch",
              graph({ nodes: [node("Relu", ["ghost"], ["t"])], outputs: [valueInfo("t")] }),
            ),
          ],
        }),
      ),
    ],
    ["an output that nothing makes", model({ nodes: [relu], inputs: [x], outputs: [valueInfo("z", "float32", [2])] })],
    ["no outputs", model({ nodes: [relu], inputs: [x] })],
    ["nothing at all", model({})],
    [
      "a million nodes",
      join([int(1, 8), part(8, int(2, 17)), part(7, join(Array.from({ length: 1_000_000 }, () => part(1, relu))))]),
    ],
    [
      "a thousand nested graphs",
      withNodes(node("If", ["x"], ["y"], { attributes: [attribute.graphs("many", manyGraphs)] })),
    ],
    [
      "sixty graphs in one another",
      model({
        nodes: [node("If", ["x"], ["y"], { attributes: [attribute.graph("then_branch", deep(60))] })],
        inputs: [x],
        outputs: [y],
      }),
    ],
    [
      "a function that calls itself",
      model({
        nodes: [node("F", ["x"], ["y"], { domain: "f" })],
        inputs: [x],
        outputs: [y],
        model: [function_("F", "F")],
      }),
    ],
    [
      "functions that double at every level",
      model({ nodes: [node("F39", ["x"], ["y"], { domain: "f" })], inputs: [x], outputs: [y], model: bomb }),
    ],
    ["training", addOne({ model: [part(20, part(2, graph({ nodes: [relu], outputs: [y] })))] })],
    ["an input without a type", model({ nodes: [relu], inputs: [part(1, "x")], outputs: [y] })],
    ["a name of 2,000 characters", withNodes(node("Relu", ["x".repeat(2_000)], ["y"]))],
  ])("%s", (_, bytes) => {
    expect(reasonFor(bytes)).toBe("bad-graph");
  });
});

describe("45: files that are too large, or packed, are refused unread", () => {
  test("over the limit", () => {
    expect(reasonFor(addOne(), { maxBytes: addOne().length })).toBe("accepted");
    expect(reasonFor(addOne(), { maxBytes: addOne().length - 1 })).toBe("too-large");
  });

  test.each([
    ["gzip", "1f8b0800"],
    ["zip", "504b0304"],
  ])("%s", (_, magic) => {
    expect(reasonFor(Buffer.from(magic, "hex"))).toBe("compressed");
  });
});
