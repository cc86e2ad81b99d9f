import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../app-error.ts";
import type { Bytes } from "./onnx/onnx-writer-for-tests.ts";
import {
  addOne,
  attribute,
  floats,
  graph,
  int,
  join,
  model,
  node,
  part,
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

const x = valueInfo("x", "float32", [2]);
const y = valueInfo("y", "float32", [2]);
const relu = node("Relu", ["x"], ["y"]);
const withNodes = (...nodes: Bytes[]) => model({ nodes, inputs: [x], outputs: [y] });

test("a model's ports, versions, operators, parameters and metadata are read", () => {
  const summary = readOnnx(
    addOne({
      nodes: [node("Add", ["x", "one"], ["sum"]), node("Add", ["sum", "x"], ["twice"]), node("Relu", ["twice"], ["y"])],
      inputs: [valueInfo("x", "float16", ["batch", 3, null, -1n])],
      outputs: [valueInfo("y", "int64", [])],
      initializers: [tensor({ name: "one", type: "float16", dims: [2, 3], raw: Buffer.alloc(12) })],
      producer: "by hand",
      opset: [{ version: 17 }, { domain: "ai.onnx.ml", version: 3 }],
      metadata: { labels: '["cat", "dog"]', note: "<b>bold</b>" },
    }),
  );

  expect(summary).toEqual({
    irVersion: 8,
    opset: [
      { domain: "", version: 17 },
      { domain: "ai.onnx.ml", version: 3 },
    ],
    inputs: [{ name: "x", dtype: "float16", shape: ["batch", 3, null, null] }],
    outputs: [{ name: "y", dtype: "int64", shape: [] }],
    operators: [
      { name: "Add", domain: "", count: 2 },
      { name: "Relu", domain: "", count: 1 },
    ],
    parameterCount: 6,
    parameterBytes: 12,
    producer: "by hand",
    metadata: { labels: '["cat", "dog"]', note: "<b>bold</b>" },
    labels: ["cat", "dog"],
  });
});

test("a model that a framework exported is read as its card describes it", () => {
  const summary = readOnnx(readFileSync(new URL("../../templates/models/digits/model.onnx", import.meta.url)));

  expect(summary).toMatchObject({
    producer: "pytorch 1.13.0",
    opset: [{ domain: "", version: 17 }],
    inputs: [{ name: "image", dtype: "float32", shape: ["batch", 1, 8, 8] }],
    outputs: [{ name: "logits", dtype: "float32", shape: ["batch", 10] }],
    labels: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  });
  expect(summary.parameterBytes).toBe(summary.parameterCount * 4);
});

test("an input that has a default among the weights is no port", () => {
  const summary = readOnnx(addOne({ inputs: [valueInfo("x", "float32", [2]), valueInfo("one", "float32", [1])] }));

  expect(summary.inputs.map(({ name }) => name)).toEqual(["x"]);
});

test("nodes may stand in any order, and nested graphs may use what is around them", () => {
  const branch = graph({ nodes: [node("Add", ["x", "z"], ["b"])], outputs: [valueInfo("b")] });
  const choice = node("If", ["c"], ["y"], {
    attributes: [attribute.graph("then_branch", branch), attribute.graph("else_branch", branch)],
  });

  expect(
    reasonFor(withNodes(choice, node("Not", ["d"], ["c"]), node("Identity", ["x"], ["z"]), node("Cast", ["x"], ["d"]))),
  ).toBe("accepted");
});

test("own functions of a model are operators of it", () => {
  const body = join([
    part(1, "Double"),
    part(4, "a"),
    part(5, "b"),
    part(7, node("Add", ["a", "a"], ["b"])),
    part(9, int(2, 17)),
    part(10, "my.functions"),
  ]);

  const call = node("Double", ["x"], ["y"], { domain: "my.functions" });
  expect(reasonFor(model({ nodes: [call], inputs: [x], outputs: [y], model: [part(25, body)] }))).toBe("accepted");
});

describe("49: names and texts of any kind", () => {
  const names = ["onnx::Conv/0", "with space", "🙂", "<img src=x onerror=alert(1)>", "__proto__", "constructor"];

  test.each(names)("the name %j is kept as it is", (name) => {
    const summary = readOnnx(
      model({
        nodes: [node("Relu", [name], ["out"])],
        inputs: [valueInfo(name, "float32", ["a/b"])],
        outputs: [valueInfo("out", "float32", [1])],
        metadata: { [name === "__proto__" ? "proto" : name]: name },
      }),
    );

    expect(summary.inputs[0]?.name).toBe(name);
    expect(Object.values(summary.metadata)).toEqual([name]);
  });

  test("texts are cut at 1 KB, and those that nobody shows cost nothing", () => {
    const summary = readOnnx(
      addOne({ metadata: { note: "n".repeat(5_000) }, model: [part(6, "d".repeat(10_000_000))] }),
    );

    expect(summary.metadata.note).toHaveLength(1_024);
  });
});

test("weights are neither copied nor touched: a model of 400 MB is read in the time of a small one", () => {
  const size = 100_000_000;
  const head = tensor({ name: "w", dims: [size] });
  const raw = join([varint((9 << 3) | 2), varint(size * 4)]);
  const bytes = Buffer.alloc(size * 4 + 4_096);
  // The tensor's bytes are last in its message, its message last in the graph, the graph last in the model.
  const graphHead = graph({ nodes: [node("Add", ["x", "w"], ["y"])], inputs: [x], outputs: [y] });
  const tensorLength = head.length + raw.length + size * 4;
  const tensorHead = join([varint((5 << 3) | 2), varint(tensorLength), head, raw]);
  const prefix = join([
    int(1, 8),
    part(8, int(2, 17)),
    varint((7 << 3) | 2),
    varint(graphHead.length + tensorHead.length + size * 4),
    graphHead,
    tensorHead,
  ]);
  bytes.set(prefix);
  const before = process.memoryUsage().arrayBuffers;

  const summary = readOnnx(bytes.subarray(0, prefix.length + size * 4));

  expect(summary.parameterCount).toBe(size);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
});

test("whatever is broken in a model, the answer is a refusal and nothing else", () => {
  const whole = Buffer.from(
    withNodes(
      node("If", ["x"], ["y"], {
        attributes: [
          attribute.graph(
            "then_branch",
            graph({ nodes: [relu], outputs: [y], initializers: [tensor({ name: "w", dims: [1], raw: floats(1) })] }),
          ),
        ],
      }),
    ),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      (changes) => {
        const mutant = Buffer.from(whole);
        for (const [at, value] of changes) mutant[at] = value;

        expect(() => reasonFor(mutant)).not.toThrow();
      },
    ),
    { numRuns: 2_000 },
  );
});
