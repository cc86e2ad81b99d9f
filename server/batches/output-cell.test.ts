import { expect, test } from "vitest";
import type { RecordedValue, ValuePreview } from "../../graph/recorded-values.ts";
import { outputCell } from "./output-cell.ts";

const record = (preview: ValuePreview): RecordedValue => ({ kind: preview.kind, preview, inline: null });
const words = (preview: ValuePreview) => outputCell(record(preview)).text;
const box = (label: string) => ({ x: 0, y: 0, width: 1, height: 1, label, classIndex: 0, score: 1 });

test("an output is told in few words of its kind", () => {
  expect(words({ kind: "number", value: "NaN" })).toBe("NaN");
  expect(words({ kind: "classification", count: 10, labels: [{ label: "seven", probability: 0.9824 }] })).toBe(
    "seven, 98.2 %",
  );
  expect(words({ kind: "classification", count: 0, labels: [] })).toBe("no label");
  const items = [box("cat"), box("dog"), box("cat")];
  expect(words({ kind: "detections", width: 9, height: 9, count: 3, items })).toBe("3 objects: 2 cat, dog");
  expect(words({ kind: "detections", width: 9, height: 9, count: 0, items: [] })).toBe("0 objects");
  expect(words({ kind: "text", length: 9_000, text: "a".repeat(9_000) })).toHaveLength(200);
});

test("a cut text never ends in half a character", () => {
  const { text } = outputCell(record({ kind: "text", length: 400, text: "😀".repeat(200) }));

  expect(text.isWellFormed()).toBe(true);
});

test("a list tells how many there are and what the first are, and shows the first picture", () => {
  const thumbnail = { hash: "a".repeat(64), sizeBytes: 3, mediaType: "image/png" };
  const image = record({ kind: "image", width: 8, height: 4, channels: 3, thumbnail });

  expect(outputCell({ count: 2, items: [null, image] })).toEqual({
    kind: "image",
    text: "2 items: 8 × 4 px",
    thumbnail: thumbnail.hash,
  });
  expect(outputCell({ count: 0, items: [] })).toEqual({ kind: null, text: "0 items" });
});
