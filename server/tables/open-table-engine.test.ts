import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, describe, expect, test } from "vitest";
import type { NewRows } from "#graph/node-runner";
import { countByColumn, filterTable } from "./compose-tables.ts";
import { openDuckdbSession } from "./duckdb-session.ts";
import { encodeTable } from "./encode-table.ts";
import { openCsv } from "./open-csv.ts";
import { openTableEngine } from "./open-table-engine.ts";
import { readWhole } from "./read-table-for-tests.ts";
import { relationOf } from "./relation.ts";

const scratchParent = mkdtempSync(join(tmpdir(), "patchbay-engine-test-"));
const engine = await openTableEngine({ scratchParent });
afterAll(() => {
  engine.close();
  rmSync(scratchParent, { recursive: true });
});

const csv = (content: string) => engine.open({ bytes: Buffer.from(content), name: "t.csv", format: "csv" });

describe("composes tables", () => {
  test("side by side, with names made different and rows in order", async () => {
    const left = await csv("a,b\n1,x\n2,y\n");
    const right = await engine.fromRows([{ name: "a", type: "number" }], [[10], [20]]);

    expect(await readWhole(engine, await engine.zip(left, right))).toEqual({
      columns: ["a:number", "b:text", "a_2:number"],
      rows: [
        [1, "x", 10],
        [2, "y", 20],
      ],
    });
  });

  test("a hundred thousand rows stay in order through filter, zip and encode", async () => {
    const numbers = Array.from({ length: 100_000 }, (_, n) => n);
    const left = await csv(`n\n${numbers.join("\n")}\n`);
    const right = await engine.write(
      [{ name: "twice", type: "number" }],
      (async function* () {
        for (let start = 0; start < numbers.length; start += 5_000) {
          yield { rowCount: 5_000, columns: [Float64Array.from(numbers.slice(start, start + 5_000), (n) => 2 * n)] };
        }
      })(),
    );

    const odd = await engine.filter(await engine.zip(left, right), { column: "twice", operator: "≥", value: 100_000 });

    expect(await engine.countRows(odd)).toBe(50_000);
    const lines = Buffer.from(await engine.encode(odd, "csv"))
      .toString()
      .trim()
      .split("\n");
    expect(lines.slice(1).every((line, index) => line === `${index + 50_000},${2 * (index + 50_000)}`)).toBe(true);
  });

  test("as one query over the file, whatever the number of steps", async () => {
    const session = await openDuckdbSession({ scratchParent });
    const content = Buffer.from(`n,m,t\n${"1.50,7,x\n2.5,,y\n-3,8,x\n".repeat(1_000)}`);
    const opened = await openCsv(session, { bytes: content, file: '"t.csv"', delimiter: ",", header: true });

    const kept = filterTable(opened, { column: "n", operator: "<", value: 2 });
    const counted = countByColumn(filterTable(kept, { column: "m", operator: ">", value: 7 }), "t");

    const { sql, sources } = relationOf(counted);
    const plan = await session.withConnection((connection) => connection.runAndReadAll(`explain (format json) ${sql}`));
    expect(String(plan.getRows()[0]![1]).match(/"name": *"READ_CSV *"/g)).toHaveLength(1);
    expect(readdirSync(dirname(sources[0]!.name))).toEqual([basename(sources[0]!.name)]);
    expect(Buffer.from(await encodeTable(session, counted, "csv")).toString()).toBe("t,count\nx,1000\n");
    session.close();
  });

  test("tables of different lengths do not stand side by side", async () => {
    await expect(engine.zip(await csv("a\n1\n"), await csv("b\n1\n2\n"))).rejects.toThrow("Tables of 1 and 2 rows");
  });

  test("a table is read in batches of the size asked for, and a reader may stop early", async () => {
    const table = await csv(`n\n${Array.from({ length: 10 }, (_, n) => n).join("\n")}\n`);
    const sizes: number[] = [];
    for await (const { rowCount } of engine.batches(table, { batchRows: 4 })) sizes.push(rowCount);

    for await (const { columns } of engine.batches(table, { batchRows: 3 })) {
      expect(columns["n"]).toEqual([0, 1, 2]);
      break;
    }

    expect(sizes).toEqual([4, 4, 2]);
  });

  test("two readers of one table do not disturb each other", async () => {
    const table = await csv(`n\n${Array.from({ length: 20_000 }, (_, n) => n).join("\n")}\n`);
    const sum = async (batchRows: number) => {
      let total = 0;
      for await (const { columns } of engine.numberBatches(table, { columns: ["n"], batchRows })) {
        for (const number of columns[0]!) total += number;
      }
      return total;
    };

    expect(await Promise.all([sum(100), sum(7_000)])).toEqual([199_990_000, 199_990_000]);
  });
});

describe("writes tables", () => {
  const inBatches = async function* (...batches: NewRows[]) {
    yield* batches;
  };

  test("with what is missing as missing, and numbers that are none as well", async () => {
    const table = await engine.write(
      [
        { name: "n", type: "number" },
        { name: "ok", type: "boolean" },
      ],
      inBatches({ rowCount: 3, columns: [Float64Array.of(1, Number.NaN, Infinity), [true, null, false]] }),
    );

    expect((await readWhole(engine, table)).rows).toEqual([
      [1, true],
      [null, null],
      [null, false],
    ]);
  });

  test("with texts that were expected and with those that were not", async () => {
    const batches = [["b", "a", null], ["it's", "toString", "b"], ["a"]];

    const table = await engine.write(
      [{ name: "t", type: "text", values: ["a", "b", "it's"] }],
      inBatches(...batches.map((texts) => ({ rowCount: texts.length, columns: [texts] }))),
    );

    expect(await readWhole(engine, table)).toEqual({ columns: ["t:text"], rows: batches.flat().map((cell) => [cell]) });
    expect((await readWhole(engine, await engine.countBy(table, "t"))).rows[0]).toEqual(["a", 2]);
  });
});

test("a file that is damaged while it is read is told to the reader", async () => {
  const own = mkdtempSync(join(scratchParent, "damaged-"));
  const passing = await openTableEngine({ scratchParent: own });
  const table = await passing.open({
    bytes: Buffer.from(`n,m\n${"1,2\n".repeat(1_000_000)}`),
    name: "t.csv",
    format: "csv",
  });
  const [folder] = readdirSync(own).map((name) => join(own, name));
  const [file] = readdirSync(folder!).map((name) => join(folder!, name));
  writeFileSync(file!, `n,m\n${"1,2\n".repeat(500_000)}x,y\n`);

  let rows = 0;
  const read = async () => {
    for await (const { rowCount } of passing.batches(table, { columns: ["n"] })) {
      rows += rowCount;
      // Long enough for the next rows to fail before anyone asks for them.
      await wait(1);
    }
  };

  await expect(read()).rejects.toMatchObject({ kind: "bad-table", message: /^The table cannot be read: .*'x'/ });
  expect(rows).toBeGreaterThan(0);
  passing.close();
});

describe("numbers for models", () => {
  test("missing cells are NaN, booleans 0 and 1, and text of numbers counts as numbers", async () => {
    const table = await engine.fromRows(
      [
        { name: "n", type: "number" },
        { name: "ok", type: "boolean" },
        { name: "t", type: "text" },
      ],
      [
        [1.5, true, "2"],
        [null, false, "-0.5e1"],
      ],
    );

    for await (const { columns, rowCount } of engine.numberBatches(table, { columns: ["t", "ok", "n"] })) {
      expect(rowCount).toBe(2);
      expect(columns.map((column) => [...column])).toEqual([
        [2, -5],
        [1, 0],
        [1.5, Number.NaN],
      ]);
    }
  });

  test.each([
    ["a,b\n1,x\n", "b", 'Row 1, column "b": "x" is no number.'],
    ["a,b\n1,2\n3,\n5,1e999\n", "b", 'Row 3, column "b": "1e999" is no number.'],
    ["a,b\n1,01\n", "b", 'Row 1, column "b": "01" is no number.'],
    ["a,b\n1,2026-01-31\n", "b", 'Row 1, column "b": "2026-01-31" is no number.'],
    ["a,b\n1,2\n", "c", 'The table has no column "c". It has "a", "b".'],
  ])("%j has no numbers in %j", async (content, column, message) => {
    const batches = engine.numberBatches(await csv(content), { columns: [column] })[Symbol.asyncIterator]();

    await expect(batches.next()).rejects.toMatchObject({ name: "NodeError", message });
  });
});

describe("can reach nothing but its scratch folder", () => {
  test.each([
    "select * from read_text('/etc/passwd')",
    "select * from read_csv('/etc/passwd')",
    "select * from glob('/etc/*')",
    "copy (select 1) to '/tmp/patchbay-escape.csv'",
    "attach '/tmp/patchbay-escape.duckdb' as other",
    "select * from read_csv('https://example.com/x.csv')",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set allowed_directories = ['/']",
    "set memory_limit = '100GB'",
    "select getenv('HOME')",
  ])("%s", async (sql) => {
    const session = await openDuckdbSession({ scratchParent });

    await expect(session.withConnection((connection) => connection.runAndReadAll(sql))).rejects.toThrow(
      /disabled|locked|not allowed|does not exist|Cannot|not be loaded/,
    );

    session.close();
    expect(existsSync("/tmp/patchbay-escape.csv")).toBe(false);
  });

  test("column names and cells never become part of a query", async () => {
    const name = `x"; drop table t1; select '`;
    const table = await engine.fromRows([{ name, type: "text" }], [["'; drop table t1; --"]]);

    const again = await engine.open({ bytes: await engine.encode(table, "parquet"), name: "t", format: "parquet" });
    const kept = await engine.filter(again, { column: name, operator: "=", value: "'; drop table t1; --" });

    expect(await readWhole(engine, kept)).toEqual({ columns: [`${name}:text`], rows: [["'; drop table t1; --"]] });
  });
});

describe("cleans up", () => {
  const foldersHere = () => readdirSync(scratchParent).filter((name) => name.startsWith("patchbay-tables-"));

  test("files of tables that nobody holds any more go", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const own = mkdtempSync(join(scratchParent, "gc-"));
    const passing = await openTableEngine({ scratchParent: own });
    const [folder] = readdirSync(own).map((name) => join(own, name));
    const open = async (rows: number) => {
      const table = await passing.open({ bytes: Buffer.from("a\n1\n".repeat(rows)), name: "t.csv", format: "csv" });
      return passing.countRows(await passing.filter(table, { column: "a", operator: "is not empty" }));
    };

    await open(10);
    for (let tries = 0; tries < 50 && readdirSync(folder!).length > 0; tries++) {
      collectGarbage();
      await wait(20);
    }

    expect(readdirSync(folder!)).toEqual([]);
    passing.close();
    expect(existsSync(folder!)).toBe(false);
  });

  test("folders of processes that were killed go at the next start, those of living ones stay", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    const dead = join(scratchParent, `patchbay-tables-${hostname()}-${child.pid}-abcdef`);
    mkdirSync(dead);
    writeFileSync(join(dead, "f1.csv"), "a\n");
    const before = foldersHere().length;

    (await openTableEngine({ scratchParent })).close();

    expect(existsSync(dead)).toBe(false);
    expect(foldersHere().length).toBe(before - 1);
  });
});

test("what does not fit in memory goes to disk", async () => {
  const small = await openTableEngine({ scratchParent, memoryLimitBytes: 64 * 1024 ** 2 });
  const numbers = Float64Array.from({ length: 10_000 }, (_, n) => n);
  const rows = { rowCount: 10_000, columns: [Array.from(numbers, (n) => `${n} ${"x".repeat(90)}`), numbers] };

  const table = await small.write(
    [
      { name: "t", type: "text" },
      { name: "n", type: "number" },
    ],
    (async function* () {
      for (let batch = 0; batch < 100; batch++) yield rows;
    })(),
  );

  let sum = 0;
  for await (const { columns } of small.numberBatches(table, { columns: ["n"] })) for (const n of columns[0]!) sum += n;
  expect([await small.countRows(table), sum]).toEqual([1_000_000, 100 * 49_995_000]);
  small.close();
});
