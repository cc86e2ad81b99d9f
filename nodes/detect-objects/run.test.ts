import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { DetectionsValue, ImageValue, TensorValue } from "#graph/values";
import { intersectionOverUnion } from "../box-geometry.ts";
import { createTestModelStore, readTemplateModel } from "../model-store-for-tests.ts";
import { runNode, testImages } from "../run-node-for-tests.ts";
import { fitPicture } from "../fit-picture.ts";
import { detectObjects } from "./definition.ts";
import { runDetectObjects } from "./run.ts";

const samples = join(import.meta.dirname, "../../templates/models/shapes-detector/samples");
type Truth = { label: string; box: [left: number, top: number, right: number, bottom: number] }[];
const truth = (JSON.parse(readFileSync(join(samples, "truth.json"), "utf8")) as { images: Record<string, Truth> })
  .images;
const detector = await readTemplateModel("shapes-detector");
const models = createTestModelStore([detector]);
const open = (name: string) => testImages.open(readFileSync(join(samples, name)));

function detect(image: ImageValue, params: Record<string, unknown> = {}, context = { models }) {
  const step = { inputs: { image }, params: { model: detector.ref, ...params }, context };
  return runNode(detectObjects, runDetectObjects, step);
}

/** How well each thing that is there was found: the overlap with the best box of its label. */
function overlaps({ items }: DetectionsValue, expected: Truth, [scaleX, scaleY] = [1, 1], left = 0) {
  return expected.map(({ label, box: [x1, y1, x2, y2] }) => {
    const box = { x: x1 * scaleX + left, y: y1 * scaleY, width: (x2 - x1) * scaleX, height: (y2 - y1) * scaleY };
    return Math.max(0, ...items.filter((item) => item.label === label).map((item) => intersectionOverUnion(item, box)));
  });
}

describe.each(Object.keys(truth))("%s", (name) => {
  test("holds just what the truth says, where it says", async () => {
    const { detections, count } = await detect(await open(name));

    expect(count).toBe(truth[name]!.length);
    expect(detections.items.map(({ label }) => label).toSorted()).toEqual(
      truth[name]!.map(({ label }) => label).toSorted(),
    );
    for (const overlap of overlaps(detections, truth[name]!)) expect(overlap).toBeGreaterThan(0.7);
  });
});

test("boxes are best first, within the picture, in its own pixels", async () => {
  const large = await testImages.resize(await open("scene-2.png"), { width: 480, height: 480 });

  const { detections } = await detect(large);

  expect(detections).toMatchObject({ width: 480, height: 480 });
  expect(detections.items.map(({ score }) => score)).toEqual(
    detections.items.map(({ score }) => score).toSorted((a, b) => b - a),
  );
  for (const { x, y, width, height } of detections.items) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(480);
  }
  for (const overlap of overlaps(detections, truth["scene-2.png"]!, [3, 3])) expect(overlap).toBeGreaterThan(0.7);
});

test("letterbox is undone: a scene in the middle of a wide picture is found there", async () => {
  const settings = {
    frame: { width: 216, height: 160 },
    mode: "letterbox",
    kernel: "linear",
    padColour: "#727272",
  } as const;
  const { picture } = await fitPicture(await open("scene-2.png"), { ...settings, images: testImages });

  const { detections } = await detect(picture, { minScore: 0.3 });

  const found = overlaps(detections, truth["scene-2.png"]!, [1, 1], 28);
  expect(found.filter((overlap) => overlap > 0.7).length).toBeGreaterThanOrEqual(found.length - 1);
});

test.each([
  ["letterbox", [20, 20, 40, 40]],
  ["stretch", [20, 50, 40, 20]],
] as const)("%s is undone to the pixel", async (fit, expected) => {
  const rows = [10, 50, 30, 70, 0.9, 0];
  const output0: TensorValue = { dtype: "float32", shape: [1, 1, 6], data: Float32Array.from(rows) };
  const session = { ...(await models.open(detector.ref)), run: async () => ({ output0 }) };
  const image = { width: 320, height: 160, channels: 1 as const, pixels: new Uint8Array(320 * 160) };

  const { detections } = await detect(image, { fit }, { models: { open: async () => session } });

  expect(detections.items.map(({ x, y, width, height }) => [x, y, width, height])).toEqual([expected]);
});

test("stretch is undone for both directions by themselves", async () => {
  const stretched = await testImages.resize(await open("scene-1.png"), { width: 400, height: 160 });

  const { detections } = await detect(stretched, { fit: "stretch" });

  for (const overlap of overlaps(detections, truth["scene-1.png"]!, [2.5, 1])) expect(overlap).toBeGreaterThan(0.7);
});

test("a higher score keeps fewer, and at most as many as asked for", async () => {
  const image = await open("scene-3.png");
  const all = await detect(image, { minScore: 0.01 });

  expect((await detect(image, { minScore: 1 })).count).toBe(0);
  expect(all.count).toBeGreaterThan(truth["scene-3.png"]!.length);
  expect((await detect(image, { minScore: 0.01, maxBoxes: 2 })).detections.items).toEqual(
    all.detections.items.slice(0, 2),
  );
});

test("across classes, two labels for one thing become one", async () => {
  const image = await open("scene-3.png");
  const params = { minScore: 0.005, maxOverlap: 0.3 };

  const perClass = await detect(image, params);
  const across = await detect(image, { ...params, suppression: "across" });

  expect(across.count).toBeLessThan(perClass.count);
});

test("labels of another number than the classes are refused with both numbers", async () => {
  await expect(detect(await open("scene-1.png"), { labels: ["a", "b"] })).rejects.toMatchObject({
    kind: "bad-params",
    param: "boxLayout",
    message: expect.stringContaining("with 2 labels a box has 6 (yolov8) or 7 (yolov5) numbers"),
  });
});

test("an end-to-end model's boxes are taken as they are", async () => {
  const rows = [0, 0, 80, 40, 0.9, 7, 2, 2, 82, 42, 0.8, 1, 0, 0, 0, 0, 0, 0];
  const output0: TensorValue = { dtype: "float32", shape: [1, 3, 6], data: Float32Array.from(rows) };
  const session = { ...(await models.open(detector.ref)), run: async () => ({ output0 }) };
  const image = await open("scene-1.png");

  const { detections } = await detect(image, {}, { models: { open: async () => session } });

  expect(detections.items.map(({ label, x, y, width, height }) => [label, x, y, width, height])).toEqual([
    ["class 7", 0, 0, 80, 40],
    ["square", 2, 2, 80, 40],
  ]);
});
