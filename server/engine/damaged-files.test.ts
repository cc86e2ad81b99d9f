import { afterEach, describe, expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import { damage } from "../artifacts/damage-for-tests.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { openTestPool, tensorInput, workflow } from "./pool-for-tests.ts";
import type { TestPool } from "./pool-for-tests.ts";

/** Closed after each test. */
let lab: TestPool;
afterEach(() => lab?.close());

const table = Buffer.from("a,b\n1,2\n3,4\n");
const tableGraph = (hash: string) =>
  workflow({
    t: {
      type: "read-table",
      params: { file: { hash, name: "t.csv", mediaType: "text/csv", sizeBytes: table.length } },
    },
  });
const modelGraph = (model: JsonValue) =>
  workflow(
    { t: tensorInput("float32", [1, 2], [1, 2]), m: { type: "run-model", params: { model } } },
    "t.value -> m.x",
  );
const long = workflow(
  {
    long: { type: "evaluate", params: { expression: "'x'.repeat(50000)", inputs: [], output: "text" } },
    length: { type: "evaluate", params: { expression: "value.length", inputs: ["value"], output: "number" } },
  },
  "long.result -> length.value",
);

type Case = {
  graph: () => Promise<{ graph: ReturnType<typeof workflow>; hash: string }>;
  bytes: () => Uint8Array;
  kind: string;
  name: string;
};
const cases: [string, Case][] = [
  [
    "a model",
    {
      graph: async () => {
        const ref = await lab.putModel(addOne());
        return { graph: modelGraph(ref), hash: (ref as { hash: string }).hash };
      },
      bytes: addOne,
      kind: "missing-model",
      name: "model",
    },
  ],
  [
    "a file",
    {
      graph: async () => {
        const { hash } = await lab.artifacts.put(table);
        return { graph: tableGraph(hash), hash };
      },
      bytes: () => table,
      kind: "missing-file",
      name: '"t.csv"',
    },
  ],
];

describe.each(cases)("%s of a run", (_, { graph: makeGraph, bytes, kind, name }) => {
  test("with one bit turned over fails its step as damaged, until it is stored again", async () => {
    lab = await openTestPool();
    const { graph, hash } = await makeGraph();
    await damage(await lab.artifacts.localPath(hash));
    const { pid } = lab.pool.engines()[0]!;

    const damaged = await lab.start(graph).result;
    await lab.artifacts.put(bytes());
    const mended = await lab.start(graph).result;

    expect(damaged).toMatchObject({
      outcome: "failed",
      failure: {
        kind: "damaged-file",
        message: expect.stringMatching(new RegExp(`${name}.* is damaged: .*again\\.$`)),
      },
    });
    expect(mended).toEqual({ kind: "finished", outcome: "succeeded" });
    expect(lab.pool.engines()).toMatchObject([{ pid }]);
  });

  test("that is gone fails its step as missing, until it is stored again", async () => {
    lab = await openTestPool();
    const { graph, hash } = await makeGraph();
    await lab.artifacts.remove(hash);

    const missing = await lab.start(graph).result;
    await lab.artifacts.put(bytes());
    const mended = await lab.start(graph).result;

    expect(missing).toMatchObject({
      outcome: "failed",
      failure: { kind, message: expect.stringContaining("not stored here any more") },
    });
    expect(mended).toEqual({ kind: "finished", outcome: "succeeded" });
  });
});

test.each([
  ["damaged-file", "damaged", async (hash: string) => damage(await lab.artifacts.localPath(hash))],
  ["missing-file", "not stored here any more", async (hash: string) => void (await lab.artifacts.remove(hash))],
])("a value that an earlier attempt stored fails the step that reads it as %s", async (kind, words, spoil) => {
  lab = await openTestPool();
  const first = lab.start(long);
  await first.result;
  const { outputs } = first.state().nodes.long!;
  await spoil((outputs.result as { artifact: { hash: string } }).artifact.hash);

  const again = lab.start(long, { attempt: 2, finishedSteps: { long: { durationMs: 1, outputs } } });

  expect(await again.result).toMatchObject({
    outcome: "failed",
    failure: { kind, message: expect.stringMatching(new RegExp(`${words}.*Start the run again`)) },
  });
  expect(await lab.start(long).result).toMatchObject({ outcome: "succeeded" });
});
