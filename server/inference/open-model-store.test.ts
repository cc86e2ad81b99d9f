import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Dtype } from "../../graph/kinds.ts";
import type { TensorValue } from "../../graph/values.ts";
import { AppError } from "../app-error.ts";
import type { Bytes, ElementType } from "./onnx/onnx-writer-for-tests.ts";
import {
  addOne,
  attribute,
  externalData,
  floats as rawFloats,
  int64s,
  model,
  node,
  tensor,
  valueInfo,
} from "./onnx/onnx-writer-for-tests.ts";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import type { ModelStoreOptions } from "./open-model-store.ts";
import { openModelStore } from "./open-model-store.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "patchbay-models-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function put(bytes: Bytes): Promise<{ hash: string; name: string }> {
  const hash = createHash("sha256").update(bytes).digest("hex");
  await writeFile(path.join(folder, hash), bytes);
  return { hash, name: "test" };
}

function openStore(options: Partial<ModelStoreOptions> = {}) {
  const asked: string[] = [];
  const store = openModelStore({
    threads: 1,
    readModelPath: async (hash) => {
      asked.push(hash);
      return path.join(folder, hash);
    },
    ...options,
  });
  return { ...store, asked };
}

const floats = (shape: number[], ...data: number[]): TensorValue => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(data),
});

/** y = x of any type, over one open dimension. */
const identity = (type: ElementType, shape: (number | string)[] = ["n"]): Bytes =>
  model({
    nodes: [node("Identity", ["x"], ["y"])],
    inputs: [valueInfo("x", type, shape)],
    outputs: [valueInfo("y", type, shape)],
  });

test("a model says its ports, labels and device, and computes", async () => {
  const store = openStore();
  const ref = await put(addOne({ metadata: { names: "{0: 'cat', 1: \"dog's\"}" } }));

  const opened = await store.open(ref);
  const results = await opened.run({ x: floats([2, 2], 1, 2, 3, NaN) });

  expect(opened).toMatchObject({
    inputs: [{ name: "x", dtype: "float32", shape: ["batch", 2] }],
    outputs: [{ name: "y", dtype: "float32", shape: ["batch", 2] }],
    labels: ["cat", "dog's"],
    device: "cpu",
  });
  expect(results).toEqual({ y: floats([2, 2], 2, 3, 4, NaN) });
  await store.close();
});

test.each<[Dtype, TensorValue["data"]]>([
  ["float32", Float32Array.of(1.5, -Infinity)],
  ["float64", Float64Array.of(1.5, NaN)],
  ["float16", Uint16Array.of(0x3c00, 0xc000)],
  ["int8", Int8Array.of(-128, 127)],
  ["int16", Int16Array.of(-1, 2)],
  ["int32", Int32Array.of(-1, 2)],
  ["int64", BigInt64Array.of(-1n, 2n ** 62n)],
  ["uint8", Uint8Array.of(0, 255)],
  ["uint16", Uint16Array.of(0, 65_535)],
  ["uint32", Uint32Array.of(0, 4_294_967_295)],
  ["uint64", BigUint64Array.of(0n, 2n ** 63n)],
  ["bool", Uint8Array.of(0, 1)],
  ["string", ["", "héllo 🙂"]],
])("tensors of %s go through a model unchanged", async (dtype, data) => {
  const store = openStore();
  const opened = await store.open(await put(identity(dtype)));

  const { y } = await opened.run({ x: { dtype, shape: [2], data } });

  expect(y!.dtype).toBe(dtype);
  expect(y!.shape).toEqual([2]);
  expect(Array.from<unknown>(y!.data)).toEqual(Array.from<unknown>(data));
  expect(y!.data.constructor).toBe(data.constructor);
  await store.close();
});

describe("46: what a model is fed wrongly is named, with all that it expects", () => {
  const twoInputs = model({
    nodes: [node("Add", ["a", "b"], ["y"])],
    inputs: [valueInfo("a", "float32", ["batch", 2]), valueInfo("b", "float32", ["batch", 2])],
    outputs: [valueInfo("y", "float32", ["batch", 2])],
  });
  const row = floats([1, 2], 1, 2);

  test.each<[string, Record<string, TensorValue>, string, string | undefined]>([
    ["a missing input", { a: row }, 'Nothing is given for "b"', "b"],
    ["an input that it has not", { a: row, b: row, c: row }, 'It has no input "c"', undefined],
    [
      "another dtype",
      { a: { dtype: "float64", shape: [1, 2], data: new Float64Array(2) }, b: row },
      '"a" gets float64 [1, 2]',
      "a",
    ],
    ["another rank", { a: floats([2], 1, 2), b: row }, '"a" gets float32 [2]', "a"],
    ["another fixed dimension", { a: row, b: floats([1, 3], 1, 2, 3) }, '"b" gets float32 [1, 3]', "b"],
    ["one symbol, two sizes", { a: row, b: floats([2, 2], 1, 2, 3, 4) }, '"batch" is 1 elsewhere', "b"],
    ["no rows at all", { a: floats([0, 2]), b: row }, '"a" gets float32 [0, 2], which is empty', "a"],
    ["too few values", { a: floats([1, 2], 1), b: row }, "with 1 values instead of 2", "a"],
    ["data of another type", { a: { ...row, data: new Float64Array(2) }, b: row }, "its data are of another type", "a"],
  ])("%s", async (_, feeds, message, port) => {
    const store = openStore();
    const opened = await store.open(await put(twoInputs));

    const failure = await opened.run(feeds).catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind: "input-mismatch", port });
    expect((failure as Error).message).toContain(message);
    expect((failure as Error).message).toContain('expects "a" float32 [batch, 2], "b" float32 [batch, 2].');
    await store.close();
  });

  test("text with a NUL character", async () => {
    const store = openStore();
    const opened = await store.open(await put(identity("string")));

    const run = opened.run({ x: { dtype: "string", shape: [2], data: ["fine", "a\0b"] } });

    await expect(run).rejects.toMatchObject({ kind: "input-mismatch" });
    await store.close();
  });

  test("shapes that only the runtime can find wrong are the input's fault, in its words", async () => {
    const store = openStore();
    const reshape = model({
      nodes: [node("Reshape", ["x", "to"], ["y"])],
      inputs: [valueInfo("x", "float32", ["n"])],
      outputs: [valueInfo("y", "float32", [2, 2])],
      initializers: [tensor({ name: "to", type: "int64", dims: [2], raw: int64s(2, 2) })],
    });
    const opened = await store.open(await put(reshape));

    const failure = await opened.run({ x: floats([3], 1, 2, 3) }).catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind: "bad-input" });
    expect((failure as Error).message).toMatch(/^The model "test" cannot compute with these inputs: .*\{3\}/);
    expect((failure as Error).message).not.toContain("onnxruntime_src");
    await store.close();
  });
});

describe("a model that cannot be opened", () => {
  test("is missing where the store has no file", async () => {
    const store = openStore({ readModelPath: () => Promise.reject(new AppError("NOT_FOUND", "gone")) });

    await expect(store.open({ hash: "0".repeat(64), name: "cats" })).rejects.toMatchObject({
      kind: "missing-model",
      message: expect.stringContaining('"cats"') as string,
    });
  });

  test("is refused by the scan before the runtime sees it, though it never was uploaded", async () => {
    const store = openStore();
    const outside = tensor({ name: "one", dims: [1], more: externalData("secret.txt") });

    const opening = store.open(await put(addOne({ initializers: [outside] })));

    await expect(opening).rejects.toMatchObject({
      kind: "bad-model",
      message: expect.stringContaining("secret.txt") as string,
    });
  });

  test("is to be exported anew when its opset is older than the runtime's first", async () => {
    const old = addOne({ irVersion: 3, opset: [{ version: 6 }] });

    const failure = await openStore()
      .open(await put(old))
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind: "bad-model", param: "model" });
    expect((failure as Error).message).toMatch(/ opset 6: export it for opset 7 or later, say 17\.$/);
  });

  test("is bad in the words of the runtime, without the places in its source", async () => {
    const store = openStore();
    const wrong = addOne({ nodes: [node("Conv", ["x", "one"], ["y"], { attributes: [attribute.int("group", 0)] })] });

    const failure = await store.open(await put(wrong)).catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind: "bad-model", param: "model" });
    expect((failure as Error).message).toMatch(/^The model "test" cannot be loaded\. cpu: /);
    expect((failure as Error).message).not.toContain("onnxruntime_src");
  });

  test("is tried again by the next who wants it", async () => {
    const ref = await put(addOne());
    let isThere = false;
    const store = openStore({
      readModelPath: async (hash) => {
        if (!isThere) throw new AppError("NOT_FOUND", "not yet");
        return path.join(folder, hash);
      },
    });

    await expect(store.open(ref)).rejects.toMatchObject({ kind: "missing-model" });
    isThere = true;

    expect((await store.open(ref)).device).toBe("cpu");
    await store.close();
  });

  test("on a device that was not proved is the param's fault", async () => {
    const store = openStore({ devices: () => ["cpu"] });

    const opening = store.open(await put(addOne()), { device: "cuda" });

    await expect(opening).rejects.toMatchObject({ kind: "bad-params", param: "device" });
  });
});

describe("sessions", () => {
  test("are loaded once, however many ask for them at the same time", async () => {
    const store = openStore();
    const ref = await put(addOne());

    const opened = await Promise.all(Array.from({ length: 20 }, () => store.open(ref)));

    expect(store.asked).toHaveLength(1);
    expect(new Set(opened.map(({ device }) => device))).toEqual(new Set(["cpu"]));
    await store.close();
  });

  test("for auto and for the device that auto is are the same", async () => {
    const store = openStore();
    const ref = await put(addOne());

    await store.open(ref);
    await store.open(ref, { device: "cpu" });
    await store.open(ref, { device: "auto" });

    expect(store.openSessions()).toHaveLength(1);
    await store.close();
  });

  test("leave when the budget is spent, and come back when they are run", async () => {
    const store = openStore({ budgetBytes: 1 });
    const [first, second] = [await put(identity("float32")), await put(identity("float32", ["n", 1]))];

    const one = await store.open(first);
    const two = await store.open(second);
    const afterOpening = store.openSessions();
    const result = await one.run({ x: floats([1], 7) });
    await two.run({ x: floats([1, 1], 7) });

    expect(afterOpening).toEqual([`cpu ${second.hash}`]);
    expect(result).toEqual({ y: floats([1], 7) });
    expect(store.asked).toEqual([first.hash, second.hash, first.hash, second.hash]);
    await store.close();
  });

  test("that compute are never taken away, whatever else is opened", async () => {
    const store = openStore({ budgetBytes: 1 });
    const refs = await Promise.all(["float32", "int32", "int64", "bool"].map((type) => put(identity(type as Dtype))));
    const one = await store.open(refs[0]!);

    const results = await Promise.all([
      ...Array.from({ length: 20 }, () => one.run({ x: floats([1], 7) })),
      ...refs.map((ref) => store.open(ref)),
    ]);

    expect(results[19]).toEqual({ y: floats([1], 7) });
    await store.close();
  });
});

/** y = x + step over float32 [batch, 2]: versions of one model. */
const addStep = (step: number) => addOne({ initializers: [tensor({ name: "one", dims: [1], raw: rawFloats(step) })] });

describe("while models load", () => {
  test("one that is loaded goes on computing between each of them", async () => {
    const store = openStore();
    const warm = await store.open(await put(addOne()));
    const others = await Promise.all([2, 3, 4, 5].map((step) => put(addStep(step))));
    const log: string[] = [];
    let isLoading = true;

    const computing = (async () => {
      while (isLoading) {
        await warm.run({ x: floats([1, 2], 1, 2) });
        log.push("ran");
      }
    })();
    await Promise.all(others.map((ref) => store.open(ref).then(() => log.push("loaded"))));
    isLoading = false;
    await computing;

    const loads = log.flatMap((what, at) => (what === "loaded" ? [at] : []));
    for (const [place, at] of loads.slice(1).entries()) expect(at).toBeGreaterThan(loads[place]! + 1);
    await store.close();
  });

  test("a new version under a name fails no request and answers none with the old one's result", async () => {
    // Room for one: each version that comes drives out the one before it, while that is still asked for.
    const store = openStore({ budgetBytes: 1 });
    const versions = await Promise.all([1, 2, 3, 4, 5, 6].map((step) => put(addStep(step))));
    let current = 0;
    let isOver = false;
    let answers = 0;

    const client = async () => {
      while (!isOver) {
        const version = current;
        const opened = await store.open(versions[version]!);
        const { y } = await opened.run({ x: floats([1, 2], 10, 20) });
        expect(y!.data).toEqual(Float32Array.of(10 + version + 1, 20 + version + 1));
        answers++;
      }
    };
    const clients = Promise.all(Array.from({ length: 4 }, client));
    for (let swap = 0; swap < 50; swap++) {
      current = swap % versions.length;
      await new Promise((resolve) => setTimeout(resolve, 2));
      // However slow the machine is, each version is asked.
      while (answers < swap + 2) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    isOver = true;
    await clients;

    expect(answers).toBeGreaterThan(50);
    await store.close();
  });
});

describe("a model that is kept ready", () => {
  test("has run once, is known to be joined or not, and stays when others need the room", async () => {
    const verdicts = new Map<string, BatchingVerdict>();
    const store = openStore({ budgetBytes: 1, verdicts });
    const [kept, other] = [await put(addStep(7)), await put(addStep(8))];

    await store.keepReady(kept);
    await store.open(other);

    expect(verdicts.get(kept.hash)).toEqual({ isBatched: true, why: "Each row of a batch gave what it gives alone." });
    expect(store.openSessions()).toContain(`cpu ${kept.hash}`);
    await store.close();
  });

  test("of fixed first dimension is never tried", async () => {
    const store = openStore();
    const fixed = addOne({
      inputs: [valueInfo("x", "float32", [1, 2])],
      outputs: [valueInfo("y", "float32", [1, 2])],
    });
    const opened = await store.keepReady(await put(fixed));
    const sizes: number[] = [];

    await Promise.all(
      Array.from({ length: 20 }, () =>
        opened.run({ x: floats([1, 2], 1, 2) }, { onComputed: ({ together }) => sizes.push(together) }),
      ),
    );

    expect(new Set(sizes)).toEqual(new Set([1]));
    await store.close();
  });
});

test("a model that was only ever called alone is tried when there is nothing else to do", async () => {
  const verdicts = new Map<string, BatchingVerdict>();
  const store = openStore({ verdicts });
  const ref = await put(addStep(9));
  const opened = await store.open(ref);

  await opened.run({ x: floats([1, 2], 1, 2) });
  await opened.run({ x: floats([1, 2], 1, 2) });

  await expect.poll(() => verdicts.get(ref.hash)).toMatchObject({ isBatched: true });
  await store.close();
});
