import { expect, test } from "vitest";
import { tableStart } from "./table-start.ts";

function start(name: string, text: string, { sizeBytes }: { sizeBytes?: number } = {}) {
  const bytes = new TextEncoder().encode(text);
  return tableStart(bytes, { name, sizeBytes: sizeBytes ?? bytes.length });
}

test("a CSV file is shown with its columns, numbers as numbers, gaps as gaps", () => {
  expect(start("a.csv", 'name;size;code\n"Ada; B";1.5;007\nEve;;008\n')).toEqual({
    columns: [
      { name: "name", type: "text" },
      { name: "size", type: "number" },
      { name: "code", type: "text" },
    ],
    rows: [
      ["Ada; B", 1.5, "007"],
      ["Eve", null, "008"],
    ],
    isWhole: true,
  });
});

test("of a large file the first rows are shown, and that there are more", () => {
  const lines = Array.from({ length: 300 }, (_, row) => `${row},x`).join("\n");

  expect(start("a.csv", `n,x\n${lines}\n`)).toMatchObject({ isWhole: false, rows: { length: 200 } });
  expect(start("a.csv", "n,x\n1,2\n", { sizeBytes: 9_000_000 })).toMatchObject({ isWhole: false, rows: [[1, 2]] });
});

test("JSON is read as an array of rows and line by line", () => {
  const rows = {
    columns: [{ name: "a" }, { name: "b" }],
    rows: [
      [1, null],
      [2, '{"c":true}'],
    ],
  };

  expect(start("a.json", '[{"a":1},{"a":2,"b":{"c":true}}]')).toMatchObject(rows);
  expect(start("a.jsonl", '{"a":1}\n{"a":2,"b":{"c":true}}\n')).toMatchObject(rows);
});

test("what is no table, or cannot be read from its start, has no rows to show", () => {
  expect(start("a.csv", "\n\n")).toBeNull();
  expect(start("a.json", '"words"')).toBeNull();
  expect(start("a.json", '[{"a":1},\n', { sizeBytes: 9_000_000 })).toBeNull();
});
