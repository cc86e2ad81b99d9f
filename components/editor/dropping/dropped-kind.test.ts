import fc from "fast-check";
import { expect, test } from "vitest";
import { interfaceNameSchema } from "#nodes/interface-name";
import { droppedKind, inputName } from "./dropped-kind.ts";

test.each([
  ["cat.png", "image/png", "image"],
  ["clip.mp4", "video/mp4", "video"],
  ["voice.wav", "audio/wav", "audio"],
  ["sales.CSV", "", "table"],
  ["rows.jsonl", "", "table"],
  ["notes.md", "", "text"],
  ["weights.npy", "", "tensor"],
  ["drawing.svg", "image/svg+xml", "file"],
  ["song.mp3", "audio/mpeg", "file"],
  ["report.pdf", "application/pdf", "file"],
])("%s of type %j is of kind %s", (name, type, kind) => {
  expect(droppedKind({ name, type })).toBe(kind);
});

test("an input is called after its file, with what no name may hold left out", () => {
  expect(inputName("street (1).jpg", new Set())).toBe("street 1");
  expect(inputName("2024-report.csv", new Set())).toBe("report");
  expect(inputName("42.png", new Set())).toBe("input");
  expect(inputName("constructor.txt", new Set())).toBe("input");
});

test("a name that is taken gets a number", () => {
  expect(inputName("cat.png", new Set(["cat", "cat 2"]))).toBe("cat 3");
});

test("whatever a file is called, its input has a name that is allowed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (fileName) => {
      expect(interfaceNameSchema.safeParse(inputName(fileName, new Set())).success).toBe(true);
    }),
  );
});
