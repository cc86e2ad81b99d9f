import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Detection, Value } from "#graph/values";
import { openMemoryArtifacts } from "../values/artifacts-for-tests.ts";
import { compareValues } from "./compare-values.ts";

let memory: Awaited<ReturnType<typeof openMemoryArtifacts>>;
beforeAll(async () => void (memory = await openMemoryArtifacts()));
afterAll(() => memory.close());

const compare = (a: Value, b: Value) => compareValues(a, b, { images: memory.images, tables: memory.tables });

describe("detections", () => {
  const box = (x: number, label: string, score = 0.9): Detection => ({
    x,
    y: 0,
    width: 10,
    height: 10,
    label,
    classIndex: 0,
    score,
  });
  const found = (...items: Detection[]): Value => ({ kind: "detections", value: { width: 100, height: 100, items } });

  test("are matched by the area that they share: moved, renamed, gone and new ones are told apart", async () => {
    const a = found(box(0, "cat"), box(30, "dog"), box(60, "cat"));
    const b = found(box(31, "fox"), box(1, "cat", 0.8), box(85, "cat"));

    const difference = await compare(a, b);

    expect(difference).toMatchObject({
      kind: "detections",
      counts: [3, 3],
      matched: 2,
      unchanged: 0,
      labelChanges: 1,
      onlyACount: 1,
      onlyBCount: 1,
      onlyA: [{ x: 60 }],
      onlyB: [{ x: 85 }],
      changed: [
        { a: { label: "dog" }, b: { label: "fox" } },
        { a: { label: "cat" }, b: { score: 0.8 }, iou: expect.closeTo(90 / 110) },
      ],
    });
  });

  test("in another order are the same", async () => {
    expect(await compare(found(box(0, "a"), box(50, "b")), found(box(50, "b"), box(0, "a")))).toMatchObject({
      kind: "same",
    });
  });

  test("that lie on one another are matched by label before area", async () => {
    const difference = await compare(found(box(0, "cat"), box(1, "dog")), found(box(0, "dog"), box(1, "cat")));

    expect(difference).toMatchObject({ matched: 2, labelChanges: 0 });
  });

  test("beyond what can be matched are not", async () => {
    const many = found(...Array.from({ length: 5_001 }, (_, at) => box(at, "a")));

    expect(await compare(many, found())).toMatchObject({
      kind: "unread",
      reason: expect.stringContaining("5,000 boxes"),
    });
  });
});

test("a classification shows which label leads and whose probability changed most", async () => {
  const labels = (...all: [string, number][]): Value => ({
    kind: "classification",
    value: { labels: all.map(([label, probability], index) => ({ label, index, probability })) },
  });

  const difference = await compare(
    labels(["cat", 0.7], ["dog", 0.2]),
    labels(["dog", 0.6], ["cat", 0.3], ["fox", 0.1]),
  );

  expect(difference).toMatchObject({
    top: ["cat", "dog"],
    labelCount: 3,
    labels: [{ label: "cat" }, { label: "dog" }, { label: "fox", a: null, b: 0.1 }],
  });
});

test("embeddings have an angle and a distance", async () => {
  const embedding = (...vector: number[]): Value => ({
    kind: "embedding",
    value: { vector: Float32Array.from(vector) },
  });

  expect(await compare(embedding(1, 0), embedding(0, 1))).toMatchObject({ cosine: 0, distance: Math.SQRT2 });
  expect(await compare(embedding(1, 2), embedding(2, 4))).toMatchObject({ cosine: expect.closeTo(1) });
  expect(await compare(embedding(0, 0), embedding(0, 1))).toMatchObject({ cosine: null });
  expect(await compare(embedding(1), embedding(1, 0))).toMatchObject({ lengths: [1, 2], cosine: null });
});

test("keypoints are matched by label, in their order where one comes again", async () => {
  const points = (...all: [string, number][]): Value => ({
    kind: "keypoints",
    value: { width: 9, height: 9, points: all.map(([label, x]) => ({ label, x, y: 0, score: 1 })) },
  });

  const difference = await compare(points(["eye", 0], ["eye", 5], ["nose", 2]), points(["eye", 3], ["eye", 5]));

  expect(difference).toMatchObject({
    counts: [3, 2],
    matched: 2,
    maxDistance: 3,
    meanDistance: 1.5,
    points: [
      { label: "nose", b: null },
      { label: "eye", distance: 3 },
      { label: "eye 2", distance: 0 },
    ],
  });
});
