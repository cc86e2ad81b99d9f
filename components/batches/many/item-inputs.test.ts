import { expect, test } from "vitest";
import { suggestName, takesFile } from "./item-inputs.ts";

test("a batch is called after the folder that all of its files are in, else after the file or their number", () => {
  expect(suggestName({ labels: ["gate 3/a.png", "gate 3/b/c.png"] })).toBe("gate 3");
  expect(suggestName({ labels: ["gate 3/a.png", "gate 4/a.png"] })).toBe("2 files");
  expect(suggestName({ labels: ["a.png"] })).toBe("a.png");
  expect(suggestName({ labels: [] })).toBe("");
  expect(suggestName({ labels: ["x".repeat(300)] })).toHaveLength(100);
});

test("a batch over a table is called after it, without the ending", () => {
  expect(suggestName({ table: "june.2026.csv" })).toBe("june.2026");
  expect(suggestName({ table: undefined })).toBe("");
});

test("files are values of inputs that take one, not of lists and plain values", () => {
  expect(takesFile({ kind: "image", isList: false })).toBe(true);
  expect(takesFile({ kind: "tensor", isList: false })).toBe(true);
  expect(takesFile({ kind: "image", isList: true })).toBe(false);
  expect(takesFile({ kind: "number", isList: false })).toBe(false);
});
