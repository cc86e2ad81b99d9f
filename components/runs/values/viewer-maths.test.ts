import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { createColours, scaleFor } from "./colour-scale.ts";
import { readDetections, toCoco } from "./findings.ts";
import { colourClasses, countClasses, readMask } from "./mask-pixels.ts";
import { cosine, nearestTo } from "./nearest.ts";
import { numberWords, shortNumber } from "./number-words.ts";
import { spectrumAt } from "./spectrogram.ts";
import { peaksOf, readWav } from "./wav-samples.ts";

test("colours go from end to end; NaN and infinities have their own, and a single value is in the middle", () => {
  const colours = createColours("grey", { min: -1, max: 3 });

  expect([colours(-1), colours(1), colours(3), colours(99)]).toEqual([
    [0, 0, 0],
    [128, 128, 128],
    [255, 255, 255],
    [255, 255, 255],
  ]);
  expect(
    new Set([NaN, Infinity, -Infinity].map((value) => createColours("rising", { min: 0, max: 1 })(value).join())),
  ).toHaveLength(3);
  expect(createColours("grey", { min: 7, max: 7 })(7)).toEqual([128, 128, 128]);
  expect(createColours("grey", { min: -Number.MAX_VALUE, max: Number.MAX_VALUE })(0)).toEqual([128, 128, 128]);
  expect([scaleFor({ min: -1, max: 1 }), scaleFor({ min: 0, max: 1 })]).toEqual(["around-zero", "rising"]);
});

test("detections become COCO with a category for each class", () => {
  const json = {
    width: 10,
    height: 8,
    items: [{ x: 1, y: "NaN", width: 2, height: 3, label: "<b>", classIndex: 4, score: 0.5 }],
  };

  const [item] = readDetections(json);

  expect(item).toMatchObject({ x: 1, y: NaN, label: "<b>" });
  expect(toCoco({ width: 10, height: 8, items: [{ ...item!, y: 2 }] })).toEqual({
    images: [{ id: 1, width: 10, height: 8 }],
    categories: [{ id: 4, name: "<b>" }],
    annotations: [{ id: 1, image_id: 1, category_id: 4, bbox: [1, 2, 2, 3], area: 6, iscrowd: 0, score: 0.5 }],
  });
});

function packedMask(header: object, data: number[]): Uint8Array<ArrayBuffer> {
  const head = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return new Uint8Array(Buffer.concat([length, head, deflateSync(Uint8Array.from(data))]));
}

test("a mask is read as it is kept, and one of another size than it says is refused", async () => {
  const header = { width: 2, height: 2, labels: ["background", "cat"] };

  const mask = await readMask(packedMask(header, [0, 1, 2, 2]));

  expect(mask).toMatchObject({ ...header, data: Uint8Array.of(0, 1, 2, 2) });
  expect(countClasses(mask)).toEqual([1, 1, 2]);
  expect([...colourClasses(mask.data, new Set([1]))].filter((_, at) => at % 4 === 3)).toEqual([0, 0, 255, 255]);
  await expect(readMask(packedMask(header, [0, 1, 2, 2, 2]))).rejects.toThrow("more pixels");
  await expect(readMask(packedMask(header, [0]))).rejects.toThrow("fewer pixels");
});

test("the nearest vectors come first; gaps, other lengths and vectors of no length do no harm", () => {
  const vectors = [[1, 0], [0, 1], [2, 0.1], null, [1], [0, 0], [-1, 0], [NaN, 1]];

  expect(nearestTo(vectors, 0, 3).map(({ index }) => index)).toEqual([2, 1, 5]);
  expect(cosine([0, 0], [1, 1])).toBe(0);
  expect(nearestTo(vectors, 3, 3)).toEqual([]);
});

function wav(samples: number[], sampleRate: number): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(44 + samples.length * 4);
  bytes.write("RIFF", 0);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(3, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt16LE(32, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(samples.length * 4, 40);
  samples.forEach((sample, index) => bytes.writeFloatLE(sample, 44 + index * 4));
  return new Uint8Array(bytes);
}

test("a tone has its peak at its frequency, and its waveform its height", () => {
  const tone = readWav(
    wav(
      Array.from({ length: 4_000 }, (_, index) => 0.5 * Math.sin((2 * Math.PI * 1_000 * index) / 8_000)),
      8_000,
    ),
  );

  const spectrum = spectrumAt(tone, 2_000);

  expect(spectrum.indexOf(Math.max(...spectrum))).toBe(128);
  expect(Math.max(...peaksOf(tone, 10).map(({ high }) => high))).toBeCloseTo(0.5, 2);
});

test("a sound of no samples, of NaN, or of another form does not end the viewer", () => {
  expect(peaksOf(readWav(wav([], 8_000)), 10)).toEqual([]);
  expect(spectrumAt(readWav(wav([NaN, Infinity], 8_000)), 0).every(Number.isFinite)).toBe(true);
  expect(() => readWav(new Uint8Array(100))).toThrow("no WAV");
  expect(() => readWav(new Uint8Array(wav([1], 8_000).with(20, 7)))).toThrow("not drawn");
});

test.each([
  ["9007199254740993", "9,007,199,254,740,993"],
  ["-12", "-12"],
  ["0.5", "0.5"],
  ["nan", "nan"],
  ["inf", "inf"],
])("the cell %s is shown as %s", (cell, words) => {
  expect(numberWords(cell)).toBe(words);
});

test.each([
  ["12.5", "12.5"],
  ["-Infinity", "-Infinity"],
  ["0.12345678901", "0.1234568"],
  ["9223372036854775807", "9.2234e18"],
  ["-9223372036854775808", "-9.223e18"],
  ["9.999946e-41", "1e-40"],
  ["1234567890.25", "1.23457e9"],
  ["a long word", "a long w…"],
])("%s stands in a cell of nine characters as %s", (text, short) => {
  expect(shortNumber(text, 9)).toBe(short);
});
