import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import type { Kind } from "../../graph/kinds.ts";
import type { WorkflowInput } from "../../graph/workflow-interface.ts";
import { createFindFile, inputsOfRow } from "./row-inputs.ts";

const input = (kind: Kind, more: Partial<WorkflowInput> = {}): WorkflowInput => ({
  nodeId: "n",
  name: "threshold",
  kind,
  isList: false,
  ...more,
});
const read = (kind: Kind, cell: string | null, more: Partial<WorkflowInput> = {}) => {
  const { inputs, problems } = inputsOfRow([{ input: input(kind, more), column: "t", cell }], 17);
  return problems[0]?.message ?? inputs.threshold;
};

test("a cell that is none for its input is named by row, column and value, with what would be right", () => {
  expect(read("number", "abc")).toBe('Row 17, t: "abc" is not a number. Write it with digits, such as 12 or 0.5.');
  expect(read("number", "1,5")).toContain('"1,5" is not a number');
  expect(read("number", null)).toBe("Row 17, t: the cell is empty, and “threshold” needs a value in each row.");
  expect(read("boolean", "maybe")).toBe('Row 17, t: "maybe" is neither true nor false.');
  expect(read("json", "{")).toBe('Row 17, t: "{" is not JSON.');
  expect(read("number", "[1]", { isList: true })).toEqual([1]);
  expect(read("number", "1", { isList: true })).toContain("takes a list");
  expect(read("number", "120", { minimum: 0, maximum: 100 })).toContain("takes a number from 0 to 100, got 120");
  expect(read("text", "blue", { choices: ["red", "green"] })).toContain('takes one of "red", "green", got "blue"');
});

test("a cell names one of the files by its path or its name, and a name that several have is refused", () => {
  const fileOf = (digit: string, name: string) => ({
    hash: digit.repeat(64),
    name,
    mediaType: "image/png",
    sizeBytes: 3,
  });
  const files = [
    { label: "june/a.png", file: fileOf("1", "a.png") },
    { label: "june/b.png", file: fileOf("2", "b.png") },
    { label: "july/b.png", file: fileOf("3", "b.png") },
  ];
  const readFile = (cell: string | null) => {
    const mapped = [{ input: input("image"), column: "t", cell }];
    const { inputs, problems } = inputsOfRow(mapped, 17, createFindFile(files));
    return problems[0]?.message ?? inputs.threshold;
  };

  expect(readFile("a.png")).toEqual(files[0]!.file);
  expect(readFile("C:\\pictures\\a.png")).toEqual(files[0]!.file);
  expect(readFile(" july/b.png ")).toEqual(files[2]!.file);
  expect(readFile("b.png")).toBe('Row 17, t: several files are called "b.png". Write its path.');
  expect(readFile("c.png")).toContain('"c.png" is not among the files.');
  expect(readFile(null)).toContain("the cell is empty");
});

test("words for yes and no are read, and texts stay as they are, also empty ones", () => {
  expect(["true", "Yes", " 1 "].map((cell) => read("boolean", cell))).toEqual([true, true, true]);
  expect(["FALSE", "no", "0"].map((cell) => read("boolean", cell))).toEqual([false, false, false]);
  expect(read("text", " 007 ")).toBe(" 007 ");
  expect(read("text", null)).toBe("");
});

test("what is written into cells comes back as the inputs of its row, each from its own column", () => {
  const cell = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ["number", value, String(value)] as const),
    fc.boolean().map((value) => ["boolean", value, String(value)] as const),
    fc.string({ minLength: 1 }).map((value) => ["text", value, value] as const),
    fc
      .jsonValue()
      .map((value) => JSON.parse(JSON.stringify(value)) as JsonValue)
      .map((value) => ["json", value, JSON.stringify(value)] as const),
  );
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 8 }), fc.integer({ min: 1, max: 10_000 }), (cells, row) => {
      const mapped = cells.map(([kind, , text], index) => ({
        input: input(kind, { name: `input ${index}` }),
        column: `column ${index}`,
        cell: text,
      }));

      const { inputs, problems } = inputsOfRow(mapped, row);

      expect(problems).toEqual([]);
      // Minus zero is written as 0.
      expect(inputs).toEqual(
        Object.fromEntries(cells.map(([, value], index) => [`input ${index}`, Object.is(value, -0) ? 0 : value])),
      );
    }),
  );
});

test("whatever stands in a cell, a row gives either a value or one problem for each of its inputs", () => {
  const kind = fc.constantFrom<Kind>("number", "boolean", "text", "json", "tensor", "embedding", "detections");
  const cell = fc.option(fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(fc.array(fc.tuple(kind, fc.boolean(), cell), { maxLength: 6 }), (cells) => {
      const mapped = cells.map(([of, isList, text], index) => ({
        input: input(of, { name: `i${index}`, isList }),
        column: `c${index}`,
        cell: text,
      }));

      const { inputs, problems } = inputsOfRow(mapped, 3);

      const named = [...Object.keys(inputs), ...problems.map((problem) => problem.input)];
      expect(named.toSorted()).toEqual(mapped.map((one) => one.input.name).toSorted());
      for (const { message, column } of problems) expect(message.startsWith(`Row 3, ${column}: `)).toBe(true);
    }),
  );
});
