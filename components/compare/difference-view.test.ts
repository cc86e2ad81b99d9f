import { createElement } from "react";
import { expect, test, vi } from "vitest";
import type { RecordedFlow } from "#graph/recorded-values";
import type { ElementsDifference, ValueDifference } from "#graph/value-differences";
import { renderValues } from "../runs/values/render-values-for-tests.ts";
import { Difference } from "./difference-view.tsx";

// Outside a page there is no address.
vi.mock(import("next/navigation"), async (load) => ({
  ...(await load()),
  useSearchParams: () => new URLSearchParams() as never,
}));

const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202e`;
const box = { x: 1, y: 2, width: 3, height: 4, label: hostile, classIndex: 0, score: 0.5 };
const size = { width: 4, height: 3 };
const elements: ElementsDifference = {
  total: 6,
  differing: 2,
  notFinite: 1,
  max: { absolute: 0.5, index: [1, 2] },
  meanAbsolute: 0.1,
  maxRelative: 0.2,
  meanRelative: 0.05,
  first: { index: [0, 1], a: hostile, b: "NaN" },
};
const text: RecordedFlow = { kind: "text", inline: hostile, preview: { kind: "text", text: hostile, length: 60 } };

const differences: ValueDifference[] = [
  { kind: "same", how: "bytes" },
  { kind: "other-kind", a: "list of 2", b: "image" },
  { kind: "unread", reason: hostile },
  { kind: "number", a: "NaN", b: 2, absolute: null, relative: null },
  { kind: "boolean", a: true, b: false },
  { kind: "text", lengths: [60, 1], edits: 59, isBound: true, similarity: 0.1 },
  {
    kind: "json",
    changes: [
      { path: hostile, a: { [hostile]: hostile } },
      { path: "x", b: null },
    ],
    changeCount: 300,
  },
  {
    kind: "image",
    sizes: [size, size],
    channels: [1, 3],
    pixels: { max: 3, mean: 0.5, differing: 2, total: 12, at: [1, 1] },
    map: null,
  },
  { kind: "image", sizes: [size, { width: 1, height: 1 }], channels: [3, 3], pixels: null, map: null },
  { kind: "mask", sizes: [size, size], classes: [{ label: hostile, a: 1, b: 2, iou: 0.5 }], differing: 1, total: 12 },
  {
    kind: "tensor",
    dtypes: ["float32", "float16"],
    shapes: [
      [2, 3],
      [2, 3],
    ],
    elements,
  },
  { kind: "tensor", dtypes: ["float32", "float32"], shapes: [[2, 3], [6]], elements: null },
  { kind: "audio", facts: [{ fact: "Channels", a: "1", b: "2" }], samples: elements },
  { kind: "embedding", lengths: [3, 3], cosine: 0.5, distance: 1 },
  { kind: "embedding", lengths: [3, 4], cosine: null, distance: null },
  { kind: "classification", top: [hostile, null], labels: [{ label: hostile, a: null, b: 0.5 }], labelCount: 900 },
  {
    kind: "detections",
    sizes: [size, size],
    counts: [2, 2],
    matched: 1,
    unchanged: 0,
    labelChanges: 1,
    meanIou: 0.9,
    meanScoreChange: 0.1,
    maxScoreChange: 0.1,
    changed: [{ a: box, b: { ...box, label: "b" }, iou: 0.9 }],
    onlyA: [box],
    onlyB: [box],
    onlyACount: 1,
    onlyBCount: 1,
  },
  {
    kind: "keypoints",
    counts: [1, 1],
    matched: 0,
    meanDistance: null,
    maxDistance: null,
    points: [{ label: hostile, a: { x: 1, y: 1, score: 1 }, b: null, distance: null }],
    pointCount: 1,
  },
  {
    kind: "table",
    key: null,
    columns: [hostile],
    columnsOnlyA: [hostile],
    columnsOnlyB: [],
    retyped: [{ name: hostile, a: "text", b: "number" }],
    rowCounts: [1, 3],
    changedRows: 1,
    changedCells: 1,
    onlyA: 0,
    onlyB: 2,
    rows: [
      { row: "1", state: "changed", a: [hostile], b: [null], changed: [0] },
      { row: "2", state: "only-b", a: null, b: [hostile], changed: [] },
    ],
    comparedRows: 3,
  },
  { kind: "file", facts: [{ fact: "Name", a: hostile, b: "b" }] },
];

test.each(differences)("every kind of difference is shown, and hostile words as words: %j", async (difference) => {
  const place = { a: "a", b: "b", nodeId: "n", port: "p", path: [] };
  const shown = createElement(Difference, {
    difference,
    place,
    a: text,
    b: text,
    overImages: { a: undefined, b: undefined },
  });

  const html = await renderValues(shown);

  expect(html.length).toBeGreaterThan(20);
  expect(html).not.toContain("<script");
  expect(html).not.toContain("<img src=x");
  expect(html).not.toContain("\u202e");
});
