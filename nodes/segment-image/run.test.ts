import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import type { ImageValue, MaskValue, TensorValue } from "#graph/values";
import { fitPicture } from "../fit-picture.ts";
import { createTestModelStore, readTemplateModel } from "../model-store-for-tests.ts";
import { imageOf, runNode, testImages } from "../run-node-for-tests.ts";
import { segmentImage } from "./definition.ts";
import { runSegmentImage } from "./run.ts";

const models = join(import.meta.dirname, "../../templates/models");
const segmenter = await readTemplateModel("shapes-segmenter");
const store = createTestModelStore([segmenter]);
const scenes = [1, 2, 3, 4, 5, 6];
const openScene = (scene: number) =>
  testImages.open(readFileSync(join(models, `shapes-detector/samples/scene-${scene}.png`)));

function segment(image: ImageValue, params: Record<string, unknown> = {}, context = { models: store }) {
  const step = { inputs: { image }, params: { model: segmenter.ref, stride: 16, ...params }, context };
  return runNode(segmentImage, runSegmentImage, step);
}

/** The indices of an 8-bit palette PNG, which a decoder would turn into colours. */
function readIndices(scene: number): Uint8Array {
  const png = readFileSync(join(models, `shapes-segmenter/samples/scene-${scene}-mask.png`));
  const width = png.readUInt32BE(16);
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const rows = inflateSync(Buffer.concat(data));
  const indices = new Uint8Array((rows.length / (width + 1)) * width);
  for (let y = 0; y * (width + 1) < rows.length; y++) {
    const filter = rows[y * (width + 1)]!;
    for (let x = 0; x < width; x++) {
      const left = x > 0 ? indices[y * width + x - 1]! : 0;
      const up = y > 0 ? indices[(y - 1) * width + x]! : 0;
      const corner = x > 0 && y > 0 ? indices[(y - 1) * width + x - 1]! : 0;
      const paeth = [left, up, corner].toSorted(
        (a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b),
      )[0]!;
      const predicted = [0, left, up, (left + up) >> 1, paeth][filter]!;
      indices[y * width + x] = rows[y * (width + 1) + 1 + x]! + predicted;
    }
  }
  return indices;
}

/** Mean over the classes that occur, of shared over covered pixels. */
function meanOverlap(found: ArrayLike<number>, truth: ArrayLike<number>, classCount: number): number {
  const shared = Array.from({ length: classCount }, () => 0);
  const covered = Array.from({ length: classCount }, () => 0);
  for (let i = 0; i < truth.length; i++) {
    covered[truth[i]!]!++;
    if (found[i] === truth[i]) shared[truth[i]!]!++;
    else covered[found[i]!]!++;
  }
  const overlaps = covered
    .map((count, index) => (count > 0 ? shared[index]! / count : null))
    .filter((it) => it !== null);
  return overlaps.reduce((sum, overlap) => sum + overlap, 0) / overlaps.length;
}

test("the classes of the samples' pixels are found: mean overlap as its card says", async () => {
  const found: number[] = [];
  const truth: number[] = [];
  for (const scene of scenes) {
    const { mask } = await segment(await openScene(scene));
    expect(mask).toMatchObject({ width: 160, height: 160, labels: segmenter.ref.labels });
    expect(meanOverlap(mask.data, readIndices(scene), 5)).toBeGreaterThan(0.6);
    found.push(...mask.data);
    truth.push(...readIndices(scene));
  }

  expect(meanOverlap(found, truth, 5)).toBeGreaterThan(0.87);
});

test("shares are those of the mask, largest first, and sum to 1", async () => {
  const { mask, shares } = await segment(await openScene(2));

  const countOf = (index: number) => mask.data.filter((value) => value === index).length;
  expect(shares.labels).toHaveLength(5);
  expect(shares.labels[0]!.label).toBe("background");
  expect(shares.labels.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
  for (const { index, probability } of shares.labels) expect(probability * 25_600).toBeCloseTo(countOf(index), 6);
});

test.each([
  ["stretch", 150, 131],
  ["letterbox", 150, 131],
  ["stretch", 320, 320],
  ["letterbox", 210, 160],
] as const)(
  "%s: a picture of %i × %i, no multiple of the stride, has a mask of its own size",
  async (fit, width, height) => {
    const scene = await openScene(4);
    const settings = { frame: { width, height }, mode: "stretch", kernel: "linear", padColour: "#000000" } as const;
    const { picture } = await fitPicture(scene, { ...settings, images: testImages });

    const { mask } = await segment(picture, { fit, maxSide: 200 });

    expect([mask.width, mask.height, mask.data.length]).toEqual([width, height, width * height]);
    const truth = readIndices(4);
    const expected = Uint8Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      return truth[Math.floor(((y + 0.5) * 160) / height) * 160 + Math.floor(((x + 0.5) * 160) / width)]!;
    });
    expect(meanOverlap(mask.data, expected, 5)).toBeGreaterThan(0.7);
  },
);

test("padding is undone to the pixel, also where the output is smaller than the input", async () => {
  // A model that says 1 for the upper half of its frame, at a quarter of the size.
  const half = Float32Array.from({ length: 2 * 16 }, (_, i) => (i < 16 ? 0.5 : i < 24 ? 1 : 0));
  const logits: TensorValue = { dtype: "float32", shape: [1, 2, 4, 4], data: half };
  const fixed = {
    ...segmenter.ref,
    labels: ["below", "above"],
    inputs: [{ name: "images", dtype: "float32" as const, shape: [1, 3, 16, 16] }],
  };
  const session = { ...(await store.open(segmenter.ref)), run: async () => ({ logits }) };
  const wide = imageOf(
    1,
    Array.from({ length: 4 }, () => Array(8).fill(0)),
  );

  const params = { model: fixed, fit: "letterbox" };
  const { mask } = await segment(wide, params, { models: { open: async () => session } });

  expect(rowsOf(mask)).toEqual([Array(8).fill(1), Array(8).fill(1), Array(8).fill(0), Array(8).fill(0)]);
});

test("a model that gives class indices has as many classes as it uses or labels name", async () => {
  const logits: TensorValue = { dtype: "int64", shape: [1, 1, 2], data: BigInt64Array.of(0n, 3n) };
  const session = { ...(await store.open(segmenter.ref)), labels: [], run: async () => ({ logits }) };
  const { labels: _, ...unlabelled } = segmenter.ref;

  const params = { model: unlabelled, labels: ["ground", "road"] };
  const { mask } = await segment(imageOf(1, [[0, 0]]), params, { models: { open: async () => session } });

  expect(mask.labels).toEqual(["ground", "road", "class 2", "class 3"]);
  expect(rowsOf(mask)).toEqual([[0, 3]]);
});

test("labels of another number than the classes are refused", async () => {
  await expect(segment(await openScene(1), { labels: ["a"] })).rejects.toMatchObject({ param: "labels" });
});

function rowsOf({ width, height, data }: MaskValue): number[][] {
  return Array.from({ length: height }, (_, y) => [...data.subarray(y * width, (y + 1) * width)]);
}
