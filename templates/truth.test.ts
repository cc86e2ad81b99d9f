import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { JsonValue } from "#graph/json";
import type { ClassificationValue, Detection, DetectionsValue, MaskValue } from "#graph/values";
import { sharp } from "#server/images/guarded-sharp";
import type { PlainTable } from "./plain-flow.ts";
import { openTemplate, templatesDir } from "./run-template.ts";

/** Results on the CPU against the truth that came with the samples. */
const opened = new Map<string, ReturnType<typeof openTemplate>>();
afterAll(async () => {
  for (const template of opened.values()) await (await template).close();
});

async function run(name: string, inputsOf?: (sample: (file: string) => JsonValue) => Record<string, JsonValue>) {
  const opening = opened.get(name) ?? openTemplate(name);
  opened.set(name, opening);
  const template = await opening;
  const { outcome, failure, state } = await template.run(inputsOf?.(template.sample));
  expect(failure?.message).toBeUndefined();
  expect(outcome).toBe("succeeded");
  return { outputs: await template.outputsOf(state), ports: await template.portsOf(state) };
}

function truthOf<T>(model: string): T {
  return JSON.parse(readFileSync(join(templatesDir, "models", model, "samples/truth.json"), "utf8")) as T;
}

test("read-handwritten-digits reads all ten digits right", async () => {
  const truth = truthOf<Record<string, string>>("digits");
  const inOrder = Object.keys(truth).toSorted();

  const { outputs } = await run("read-handwritten-digits");

  expect(outputs.reading).toBe("0123456789");
  const digits = outputs.digits as ClassificationValue[];
  expect(digits.map(({ labels }) => labels[0]!.label)).toEqual(inOrder.map((file) => truth[file]));
  expect(digits.every(({ labels }) => labels.length === 3)).toBe(true);
});

test("read-handwritten-digits reads the digits in the order in which they are given", async () => {
  const { outputs } = await run("read-handwritten-digits", (sample) => ({
    pictures: [7, 3, 3].map((digit) => sample(`digit-${digit}.png`)),
  }));

  expect(outputs.reading).toBe("733");
});

describe("find-and-count-shapes", () => {
  type Truth = {
    classes: string[];
    images: Record<string, { label: string; box: [number, number, number, number] }[]>;
  };
  const { classes, images } = truthOf<Truth>("shapes-detector");

  test.each(Object.entries(images))("finds what is in %s, where it is, and counts it", async (file, things) => {
    const { outputs, ports } = await run("find-and-count-shapes", (sample) => ({ image: sample(file) }));

    expect(outputs.count).toBe(things.length);
    const countOf = (label: string) => things.filter((thing) => thing.label === label).length;
    expect(outputs.counts).toEqual(Object.fromEntries(classes.map((label) => [label, countOf(label)])));
    const { items } = ports["keep.kept"] as DetectionsValue;
    expect(items.map(({ label }) => label).toSorted()).toEqual(things.map(({ label }) => label).toSorted());
    for (const { label, box } of things) {
      const best = Math.max(...items.filter((item) => item.label === label).map((item) => overlap(item, box)));
      expect(best, `${label} at ${box.join(", ")}`).toBeGreaterThan(0.7);
    }
    expect(outputs.picture).toMatchObject({ width: 160, height: 160 });
  });
});

/** Intersection over union, 0–1, of a detection and a box x1, y1, x2, y2. */
function overlap({ x, y, width, height }: Detection, [x1, y1, x2, y2]: [number, number, number, number]): number {
  const across = Math.max(0, Math.min(x + width, x2) - Math.max(x, x1));
  const down = Math.max(0, Math.min(y + height, y2) - Math.max(y, y1));
  const shared = across * down;
  return shared / (width * height + (x2 - x1) * (y2 - y1) - shared);
}

test("segment-shapes gives the pixels of six scenes their class", async () => {
  // What the model's card promises for scenes that it never saw is 0.905.
  const leastMeanIou = 0.9;
  const intersections = new Float64Array(5);
  const unions = new Float64Array(5);

  for (const scene of [1, 2, 3, 4, 5, 6]) {
    const { outputs } = await run("segment-shapes", (sample) => ({ image: sample(`scene-${scene}.png`) }));
    const { data, labels } = outputs.mask as MaskValue;
    const truth = await maskTruth(scene);
    expect(truth).toHaveLength(data.length);
    for (const [pixel, predicted] of data.entries()) {
      const wanted = truth[pixel]!;
      unions[predicted]! += 1;
      if (predicted === wanted) intersections[wanted]! += 1;
      else unions[wanted]! += 1;
    }
    const shares = (outputs.shares as ClassificationValue).labels;
    expect(shares.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
    expect(labels).toEqual(["background", "circle", "square", "triangle", "star"]);
  }

  const perClass = Array.from(intersections, (shared, index) => shared / unions[index]!);
  const mean = perClass.reduce((sum, iou) => sum + iou) / perClass.length;
  expect(mean).toBeGreaterThan(leastMeanIou);
});

/** A palette PNG whose palette is not the class index: the raw indices are what counts. */
async function maskTruth(scene: number): Promise<Uint8Array> {
  const file = join(templatesDir, `models/shapes-segmenter/samples/scene-${scene}-mask.png`);
  return palettePixels(await sharp(file).raw().toBuffer({ resolveWithObject: true }), readFileSync(file));
}

function palettePixels({ data, info }: { data: Buffer; info: { channels: number } }, file: Buffer): Uint8Array {
  const at = file.indexOf("PLTE");
  const colours = file.readUInt32BE(at - 4) / 3;
  const indexOf = new Map<string, number>();
  for (let index = 0; index < colours; index++) {
    const key = [...file.subarray(at + 4 + index * 3, at + 7 + index * 3)].join();
    if (!indexOf.has(key)) indexOf.set(key, index);
  }
  return Uint8Array.from({ length: data.length / info.channels }, (_, pixel) => {
    const start = pixel * info.channels;
    return indexOf.get([...data.subarray(start, start + 3)].join())!;
  });
}

test("score-wines names the cultivar of at least 98 % of the wines", async () => {
  const { outputs } = await run("score-wines");

  const { columns, rows } = outputs.scored as PlainTable;
  const column = (name: string) => columns.findIndex((each) => each.name === name);
  const right = rows.filter((row) => row[column("label")] === row[column("target")]);
  expect(rows).toHaveLength(54);
  expect(right.length / rows.length).toBeGreaterThanOrEqual(0.98);

  const counts = (outputs.counts as PlainTable).rows;
  expect(counts.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(54);
  const { name, lines } = outputs.file as { name: string; lines: unknown[][] };
  expect(name).toBe("scored-wines.csv");
  expect(lines).toHaveLength(55);
  expect(lines[0]).toEqual(columns.map((each) => each.name));
});

describe("watch-a-machine", () => {
  type Truth = { sample_rate: number; threshold: number; faults: { fault: string; start_s: number; end_s: number }[] };
  const { sample_rate: rate, threshold, faults } = truthOf<Truth>("sensor-autoencoder");
  type Window = { first: number; last: number; score: number; alarm: boolean };
  const windowsOf = (table: unknown): Window[] =>
    (table as PlainTable).rows.map(([first, last, score, alarm]) => ({
      first: Number(first),
      last: Number(last),
      score: Number(score),
      alarm: alarm === true,
    }));
  const touches = ({ first, last }: Window, { start_s, end_s }: Truth["faults"][number]) =>
    first <= end_s * rate && last > start_s * rate;

  test("cuts 8 s into windows of 64 rows, 32 apart, and flags those above the threshold of the card", async () => {
    const { outputs } = await run("watch-a-machine");
    const windows = windowsOf(outputs.windows);

    expect(windows).toHaveLength(249);
    for (const [index, { first, last, score, alarm }] of windows.entries()) {
      expect([first, last]).toEqual([index * 32 + 1, index * 32 + 64]);
      expect(alarm).toBe(score > threshold);
    }
    expect(windowsOf(outputs.alarms)).toEqual(windows.filter(({ alarm }) => alarm));
    expect(outputs.summary).toBe(`${windowsOf(outputs.alarms).length} of 249 windows are above the threshold.`);
  });

  test.each(faults)("raises the alarm in each window of the fault $fault", async (fault) => {
    const { outputs } = await run("watch-a-machine");

    const during = windowsOf(outputs.windows).filter((window) => touches(window, fault));
    expect(during.length).toBeGreaterThan(1);
    expect(during.every(({ alarm }) => alarm)).toBe(true);
  });

  /**
   * At the card's threshold this sample has five healthy windows above it, four of them within the first 1.2 s: plain
   * ONNX Runtime gives the same scores. What tells them from a fault is that none has a neighbour; that, and how many
   * there may be, is held here.
   */
  test("raises only single alarms in healthy stretches, no more than five", async () => {
    const { outputs } = await run("watch-a-machine");

    const healthy = windowsOf(outputs.windows).filter((window) => !faults.some((fault) => touches(window, fault)));
    const strays = healthy.filter(({ alarm }) => alarm);
    expect(strays.length).toBeLessThanOrEqual(5);
    expect(strays.length / healthy.length).toBeLessThan(0.03);
    for (const [index, { first }] of strays.entries()) {
      if (index > 0) expect(first - strays[index - 1]!.first).toBeGreaterThan(64);
    }
  });
});
