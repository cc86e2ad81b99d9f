import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openTableEngine } from "./open-table-engine.ts";
import { readWhole } from "./read-table-for-tests.ts";

const engine = await openTableEngine();
afterAll(() => engine.close());

const text = async (...args: Parameters<typeof engine.encode>) => Buffer.from(await engine.encode(...args)).toString();
const oneColumn = (cells: (string | null)[]) =>
  engine.fromRows(
    [{ name: "v", type: "text" }],
    cells.map((cell) => [cell]),
  );

describe("CSV that is safe to open in a spreadsheet", () => {
  test.each([
    ["=cmd|'/c calc'!A0", "'=cmd|'/c calc'!A0"],
    ["+1+cmd", "'+1+cmd"],
    ["-2+3", "'-2+3"],
    ["@x", "'@x"],
    ["\tx", "'\tx"],
    ["\rx", '"\'\rx"'],
    ["\nx", '"\'\nx"'],
    ["=1,2", '"\'=1,2"'],
    ["+1", "+1"],
    ["-2", "-2"],
    ["-3.5", "-3.5"],
    ["-3.5e-7", "-3.5e-7"],
    ["plain = text", "plain = text"],
    ["'quoted", "'quoted"],
    ['say "hi"', '"say ""hi"""'],
    ["", '""'],
  ])("%j is written as %j", async (cell, written) => {
    expect(await text(await oneColumn([cell]), "csv")).toBe(`v\n${written}\n`);
  });

  test("headers too", async () => {
    const table = await engine.fromRows([{ name: "=cmd()", type: "number" }], [[1]]);

    expect(await text(table, "csv")).toBe("'=cmd()\n1\n");
  });

  test("numbers, booleans, dates and missing cells are written so that they read back", async () => {
    const csv =
      "n,big,d,ok,day,time,zone\n" +
      "1,9007199254740993,0.1,true,2026-01-31,2026-01-31T10:20:30,2026-01-31T10:20:30Z\n" +
      "-2,1,1e-07,false,,,\n";
    const table = await engine.open({ bytes: Buffer.from(csv), name: "t.csv", format: "csv" });

    expect(await text(table, "csv")).toBe(csv);
  });
});

describe("numbers of a CSV file", () => {
  const content = "n,m,w\n1.50,1e3,x\n-0,2.,y\n100,,z\n";
  const open = () => engine.open({ bytes: Buffer.from(content), name: "t.csv", format: "csv" });

  test("are written to CSV with the digits that they came with", async () => {
    expect(await text(await open(), "csv")).toBe(content);
  });

  test("keep them in what is made of the table", async () => {
    const kept = await engine.filter(await open(), { column: "n", operator: "<", value: 50 });
    const beside = await engine.fromRows([{ name: "n", type: "number" }], [[1], [2]]);

    expect(await text(await engine.zip(kept, beside), "csv")).toBe("n,m,w,n_2\n1.50,1e3,x,1\n-0,2.,y,2\n");
    expect(await text(await engine.zip(beside, kept), "csv")).toBe("n,n_2,m,w\n1,1.50,1e3,x\n2,-0,2.,y\n");
  });

  test("are numbers in JSON and Parquet", async () => {
    const parquet = await engine.open({
      bytes: await engine.encode(await open(), "parquet"),
      name: "t",
      format: "parquet",
    });

    expect(JSON.parse(await text(await open(), "json"))).toMatchObject([{ n: 1.5, m: 1000 }, { n: -0 }, { n: 100 }]);
    expect((await readWhole(engine, parquet)).rows[0]).toEqual([1.5, 1000, "x"]);
  });
});

test("a table is saved as the file that it would be encoded to, in place of what was there", async () => {
  const table = await engine.fromRows(
    [
      { name: "v", type: "text" },
      { name: "n", type: "number" },
    ],
    [
      ["=1+1", 2],
      ["x", 0.5],
    ],
  );
  const folder = mkdtempSync(join(tmpdir(), "patchbay-save-test-"));
  const path = join(folder, "t.csv");
  writeFileSync(path, "what was there");

  await engine.save(table, { format: "csv", path });

  expect(readFileSync(path, "utf8")).toBe("v,n\n'=1+1,2\nx,0.5\n");
  await expect(engine.save(table, { format: "csv", path: join(folder, "none", "t.csv") })).rejects.toThrow("ENOENT");
  rmSync(folder, { recursive: true });
});

test("JSON has no NaN, and dates as ISO text", async () => {
  const rows = [[Number.NaN], [Number.POSITIVE_INFINITY], [0.5]];
  const table = await engine.fromRows([{ name: "v", type: "number" }], rows);
  const dates = await engine.open({ bytes: Buffer.from("t\n2026-01-31 10:20\n"), name: "t.csv", format: "csv" });

  expect(JSON.parse(await text(table, "json"))).toEqual([{ v: null }, { v: null }, { v: 0.5 }]);
  expect(JSON.parse(await text(dates, "json"))).toEqual([{ t: "2026-01-31T10:20:00" }]);
});

test.each(["csv", "parquet", "json"] as const)("a table without rows is a %s file without rows", async (format) => {
  const table = await engine.fromRows([{ name: "v", type: "text" }], []);

  const bytes = await engine.encode(table, format);

  if (format === "json") expect(JSON.parse(Buffer.from(bytes).toString())).toEqual([]);
  else expect(await engine.countRows(await engine.open({ bytes, name: "t", format }))).toBe(0);
});

test("Parquet keeps every type and every cell, formulas as they are", async () => {
  const csv = "a,b,c,d,e,f\n1,0.5,=x,true,2026-01-31,2026-01-31 10:20:30+02:00\n9007199254740993,,,,,\n";
  const table = await engine.open({ bytes: Buffer.from(csv), name: "t.csv", format: "csv" });

  const again = await engine.open({
    bytes: await engine.encode(table, "parquet"),
    name: "t.parquet",
    format: "parquet",
  });

  expect(await readWhole(engine, again)).toEqual(await readWhole(engine, table));
});

test("the same table gives the same bytes", async () => {
  const table = await oneColumn(Array.from({ length: 10_000 }, (_, n) => `text ${n % 100}`));

  const [first, second] = [await engine.encode(table, "parquet"), await engine.encode(table, "parquet")];

  expect(Buffer.compare(Buffer.from(first), Buffer.from(second))).toBe(0);
});
