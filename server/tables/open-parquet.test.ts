import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, test } from "vitest";
import { openTableEngine } from "./open-table-engine.ts";
import { parquetFile, type ParquetLies } from "./parquet-for-tests.ts";
import { readWhole } from "./read-table-for-tests.ts";

const engine = await openTableEngine();
const folder = mkdtempSync(join(tmpdir(), "patchbay-parquet-test-"));
const writer = await (await DuckDBInstance.create(":memory:")).connect();
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

const open = (bytes: Uint8Array) => engine.open({ bytes, name: "t.parquet", format: "parquet" });

/** A Parquet file of a query, written by a DuckDB without our settings. */
async function written(query: string): Promise<Uint8Array> {
  const path = join(folder, "t.parquet");
  await writer.run(`set TimeZone = 'UTC'`);
  await writer.run(`copy (${query}) to '${path}' (format parquet)`);
  return readFileSync(path);
}

describe("reads every type as it was meant", () => {
  test.each<[string, string, string, unknown]>([
    ["8 to 32 bit integers", "7::tinyint", "number", 7],
    ["64 bit integers", "9007199254740993::bigint", "number", "9007199254740993"],
    ["unsigned 64 bit integers", "18446744073709551615::ubigint", "number", "18446744073709551615"],
    ["floats", "0.5::float", "number", 0.5],
    ["short decimals", "12345.67::decimal(9, 2)", "number", 12345.67],
    ["long decimals that a number can hold", "12345.67::decimal(18, 2)", "number", 12345.67],
    ["long decimals that no number can hold", "1234567890123456.78::decimal(18, 2)", "number", "1234567890123456.78"],
    ["booleans", "true", "boolean", true],
    ["dates", "date '2026-01-31'", "date", "2026-01-31"],
    ["timestamps", "timestamp '2026-01-31 10:20:30.5'", "date", "2026-01-31T10:20:30.5"],
    ["timestamps with a zone", "timestamptz '2026-01-31 10:20:30+02'", "date", "2026-01-31T08:20:30Z"],
    ["times", "time '10:20:30'", "text", "10:20:30"],
    ["text", "'ü'", "text", "ü"],
    ["UUIDs", "uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "text", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
    ["lists", "[1, null, 3]", "text", "[1,null,3]"],
    ["structs", "{x: 1, y: 'a'}", "text", '{"x":1,"y":"a"}'],
    ["maps", "map {'k': 1}", "text", '{"k":1}'],
    ["missing values", "null::double", "number", null],
  ])("%s", async (_, expression, type, value) => {
    const bytes = await written(`select ${expression} as v`);

    expect(await readWhole(engine, await open(bytes))).toEqual({ columns: [`v:${type}`], rows: [[value]] });
  });

  test("a dictionary of a hundred thousand texts, in order", async () => {
    const bytes = await written("select 'text ' || (i % 100000) as v from range(300000) r(i)");

    const table = await open(bytes);

    expect(await engine.countRows(table)).toBe(300_000);
    let row = 0;
    let wrong = 0;
    for await (const { columns } of engine.batches(table)) {
      for (const cell of columns["v"]!) if (cell !== `text ${row++ % 100_000}`) wrong++;
    }
    expect([row, wrong]).toEqual([300_000, 0]);
  });

  test("96 bit timestamps of older writers", async () => {
    const bytes = Buffer.alloc(12);
    bytes.writeBigUInt64LE(BigInt(10 * 3600 + 20 * 60 + 30) * 1_000_000_000n);
    bytes.writeUInt32LE(2_461_072, 8); // the Julian day of 2026-01-31

    const table = await open(parquetFile({ column: { type: 3, data: bytes, values: 1 } }));

    const { rows } = await readWhole(engine, table);
    expect(rows).toEqual([["2026-01-31T10:20:30"]]);
  });

  test("the hand-made file that the lies below start from", async () => {
    expect(await readWhole(engine, await open(parquetFile()))).toEqual({
      columns: ["v:number"],
      rows: [[1], [2], [3]],
    });
  });
});

describe("answers a file that lies, at once and without filling the memory", () => {
  const lies: [string, ParquetLies, string, RegExp][] = [
    [
      "a trillion rows",
      { rows: 10n ** 12n, values: 10n ** 12n },
      "too-large",
      /^"t.parquet" claims to have 1000000000000 rows; a table may have 100000000\.$/,
    ],
    [
      "many row groups over the same page",
      { rowGroups: 5_000, uncompressedBytes: 2_000_000 },
      "too-large",
      /^"t.parquet" would unpack to 10000000000 bytes; a table may have 4294967296\.$/,
    ],
    ["petabytes", { uncompressedBytes: 4n * 10n ** 15n }, "too-large", /would unpack to 4000000000000000 bytes/],
    ["negative rows", { rows: -3 }, "bad-table", /damaged: its footer claims a negative count|cannot be read/],
    ["negative values", { values: -3 }, "bad-table", /damaged: its footer claims a negative count|cannot be read/],
    ["a page of 2 GB", { pageBytes: 2 ** 31 - 1 }, "bad-table", /cannot be read/],
    ["a page of negative size", { pageBytes: -5 }, "bad-table", /cannot be read/],
    ["an unknown codec", { codec: 99 }, "bad-table", /cannot be read/],
    ["more children than it has", { children: 5 }, "bad-table", /cannot be read/],
    ["a root without children", { children: 0 }, "bad-table", /cannot be read|no columns/],
    ["more values than the page holds", { values: 1_000, rows: 1_000 }, "bad-table", /cannot be read/],
  ];
  test.each(lies)("%s", async (_, lie, kind, message) => {
    const before = process.memoryUsage().rss;

    const failure = await open(parquetFile(lie)).catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: "NodeError", kind, message: expect.stringMatching(message) });
    expect((failure as Error).message).not.toContain("patchbay-tables");
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 ** 2);
  });

  test("a column within a hundred groups is one column of nested JSON text", async () => {
    const { columns, rows } = await readWhole(engine, await open(parquetFile({ nesting: 100 })));

    expect(columns).toEqual(["g0:text"]);
    expect(String(rows[0]?.[0])).toMatch(/^\{"g1":\{"g2":.*\{"v":1\}+$/);
  });
});

describe("refuses what is no Parquet file", () => {
  const good = parquetFile();
  const withFooterLength = (length: number) => {
    const bytes = Buffer.from(good);
    bytes.writeUInt32LE(length, bytes.length - 8);
    return bytes;
  };
  test.each<[string, Uint8Array, RegExp]>([
    ["nothing", Buffer.alloc(0), /no Parquet file/],
    ["the magic alone", Buffer.from("PAR1PAR1"), /no Parquet file/],
    [
      "another file",
      Buffer.from("\u0089PNG\r\n and more of it"),
      /no Parquet file: it does not begin and end with "PAR1"/,
    ],
    ["the end cut off", good.subarray(0, good.length - 5), /no Parquet file/],
    [
      "a footer longer than the file",
      withFooterLength(10_000),
      /cut off: its footer of 10000 bytes is longer than the file/,
    ],
    ["a footer of length 0", withFooterLength(0), /cannot be read/],
    [
      "an encrypted one",
      Buffer.concat([Buffer.from("PARE"), good.subarray(4, -4), Buffer.from("PARE")]),
      /is encrypted/,
    ],
    [
      "noise between the magics",
      Buffer.concat([Buffer.from("PAR1"), Buffer.alloc(64, 0x5a), Buffer.from([60, 0, 0, 0]), Buffer.from("PAR1")]),
      /cannot be read/,
    ],
  ])("%s", async (_, bytes, message) => {
    await expect(open(bytes)).rejects.toMatchObject({ kind: "bad-table", message: expect.stringMatching(message) });
  });

  test("a good file with any one byte changed gives rows or a clear error, never an end of the process", async () => {
    const original = Buffer.from(await written("select i as a, 'x' || i as b from range(50) r(i)"));
    const answers = new Set<string>();
    for (let index = 4; index < original.length; index += 7) {
      const bytes = Buffer.from(original);
      bytes[index] = bytes[index]! ^ 0x55;

      const result = await open(bytes)
        .then((table) => readWhole(engine, table))
        .catch((error: unknown) => error);

      answers.add(result instanceof Error ? result.name : "rows");
    }
    expect([...answers].sort()).toEqual(["NodeError", "rows"]);
  });
});
