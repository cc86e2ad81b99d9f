import { createElement } from "react";
import { expect, test } from "vitest";
import type { RecordedFlow, RecordedValue, ValuePreview as Preview } from "#graph/recorded-values";
import { ValuePreview } from "./value-preview.tsx";
import { renderValues } from "./values/render-values-for-tests.ts";

const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202e`;
const artifact = { hash: "a".repeat(64), sizeBytes: 20_000, mediaType: "image/png" };

const previews: Preview[] = [
  { kind: "number", value: "NaN" },
  { kind: "text", text: hostile, length: 5_000_000 },
  { kind: "boolean", value: false },
  { kind: "json", text: JSON.stringify({ [hostile]: hostile }), length: 90 },
  { kind: "image", width: 1, height: 8_000, channels: 3, thumbnail: artifact },
  { kind: "audio", sampleRate: 16_000, durationS: 0, channels: 1, peaks: [] },
  { kind: "tensor", dtype: "float32", shape: [0, 3], statistics: null, firstValues: [hostile] },
  {
    kind: "tensor",
    dtype: "float32",
    shape: [2],
    statistics: {
      min: 0,
      max: 0,
      mean: 0,
      std: 0,
      nanCount: 2,
      infCount: 0,
      histogram: Array.from({ length: 32 }, () => 0),
    },
    firstValues: ["NaN", "NaN"],
  },
  { kind: "table", columns: [{ name: hostile, type: hostile }], rowCount: 1, rows: [[hostile]] },
  { kind: "table", columns: [], rowCount: 0, rows: [] },
  { kind: "embedding", length: 0, norm: 0, firstValues: [] },
  { kind: "classification", labels: [{ label: hostile, probability: 2 }], count: 1 },
  { kind: "classification", labels: [], count: 0 },
  {
    kind: "detections",
    width: 10,
    height: 10,
    items: [{ x: -5, y: -5, width: -1, height: 1e9, label: hostile, classIndex: -7, score: 1.5 }],
    count: 1,
  },
  { kind: "mask", width: 2, height: 2, fractions: [{ label: hostile, fraction: 1 }], thumbnail: artifact },
  { kind: "keypoints", width: 2, height: 2, count: 0 },
  { kind: "file", name: hostile, mediaType: hostile, sizeBytes: 3 },
  { kind: "video", name: hostile, mediaType: "video/mp4", sizeBytes: 3 },
  { kind: "model", name: hostile, hash: "b".repeat(64) },
];

function record(preview: Preview): RecordedValue {
  return { kind: preview.kind, preview, artifact };
}

function render(flow: RecordedFlow, size: "node" | "panel" | "large", overImage?: RecordedFlow): Promise<string> {
  return renderValues(createElement(ValuePreview, { record: flow, size, overImage }));
}

const image = record({ kind: "image", width: 10, height: 10, channels: 3, thumbnail: artifact });

test.each(["node", "panel", "large"] as const)(
  "hostile and degenerate values of every kind stay text in the size %s",
  async (size) => {
    for (const preview of previews) {
      const flow = record(preview);
      const list: RecordedFlow = { count: 3, items: [null, flow, { count: 1, items: [flow] }] };

      const html =
        (await render(flow, size, image)) + (await render(list, size, { count: 3, items: [image, image, image] }));

      const tags = html.replaceAll(/"[^"]*"/g, "");
      expect(tags).not.toMatch(/<script|<img src=x|<[^>]*\sonerror/);
      expect(html).not.toContain("undefined");
    }
  },
);

test("an empty list says so", async () => {
  expect(await render({ count: 0, items: [] }, "panel")).toContain("An empty list");
});

test("what is cut short says how much there is", async () => {
  const text = record({ kind: "text", text: "abc", length: 5_000 });

  expect(await render(text, "panel")).toContain("3 of 5,000 characters");
});

test.each([
  [6.000_000_1, "6.0000001"],
  [1_000_000_000.5, "1000000000.5"],
  [1.234_567_8e-5, "0.000012345678"],
])("a number is also shown with all of its digits: %d", async (value, exact) => {
  expect(await render(record({ kind: "number", value }), "panel")).toContain(`exactly ${exact}`);
});

test("a number that the words tell whole is shown once", async () => {
  for (const value of [0, 6, -1_234_567, 0.25, 12.5]) {
    expect(await render(record({ kind: "number", value }), "panel")).not.toContain("exactly");
  }
});

test("a value that is an artifact can be downloaded under a name", async () => {
  expect(await render(image, "panel")).toContain(`href="/api/artifacts/${artifact.hash}?name=image.png"`);
});

test("boxes lie on the picture that they belong to", async () => {
  const boxes = record({ kind: "detections", width: 10, height: 10, items: [], count: 0 });

  expect(await render(boxes, "node")).not.toContain("<img");
  expect(await render(boxes, "node", image)).toContain(`src="/api/artifacts/${artifact.hash}"`);
});
