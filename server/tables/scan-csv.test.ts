import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { openDuckdbSession } from "./duckdb-session.ts";
import { inferColumnTypes } from "./infer-column-types.ts";
import { openCsv } from "./open-csv.ts";
import { relationOf } from "./relation.ts";
import { scanCsv } from "./scan-csv.ts";

const session = await openDuckdbSession({});
afterAll(() => session.close());

const scan = (content: string, fieldCount: number) =>
  scanCsv(Buffer.from(content), { file: '"t.csv"', delimiter: ",", fieldCount, header: true });

const cell = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom("", "0", "-0", "7", "-12", "0.5", "-.5", "3.", "1e3", "2.5E-07", "999999999999999"),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("1234567890123456", "123456789012345678", "1234567890123456789", "1e400", "1e-400"),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("true", "FALSE", "2026-01-31", "2026-02-30", "2026-01-31 10:20", "2026-01-31T10:20:30Z"),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("007", "-", ".", "-.", "1e", "1e+", "+1", " 1", "1 ", "0x10", "1_000", "NaN", "x", "t"),
  },
  { weight: 1, arbitrary: fc.stringMatching(/^[-+.eE0-9]{0,24}$/) },
);

describe("finds the types of columns", () => {
  test("as DuckDB's patterns do, whatever the cells", async () => {
    const columns = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 });

    await fc.assert(
      fc.asyncProperty(columns, async (rows) => {
        const content = Buffer.from(`a,b,c,d\n${rows.map((cells) => `${cells.join(",")},x\n`).join("")}`);

        const table = await openCsv(session, { bytes: content, file: '"t.csv"', delimiter: ",", header: true });

        const { sources, types, rowCount } = relationOf(table);
        const text = `read_csv('${sources[0]!.name}', auto_detect = false, header = true, delim = ',', nullstr = '',
          columns = {c0: 'VARCHAR', c1: 'VARCHAR', c2: 'VARCHAR', c3: 'VARCHAR'})`;
        const expected = await session.withConnection((connection) =>
          inferColumnTypes(connection, { source: text, columns: [0, 1, 2, 3] }),
        );
        expect({ types, rowCount }).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test("from the cells alone where they are plain, and leaves the rest to DuckDB", () => {
    const { classes, recordCount } = scan('whole,decimal,text,date,quoted\n1,0.5,x,2026-01-31,"2"\n-3,1e-7,4,,5\n', 5);

    expect(recordCount).toBe(3);
    expect(classes.map((found) => found === null)).toEqual([false, false, false, true, true]);
  });
});

describe("counts records", () => {
  test.each([
    ["a,b\n1,2\n3,4", 3],
    ["a,b\n\n1,2\n\n\n3,4\n", 3],
    ["a,b\r\n1,2\r\n", 2],
    ["a,b\r1,2\r", 2],
    ['a,b\n1,"two\nlines, and ""quotes"""\n', 2],
    ["a,b", 1],
  ])("%j", (content, recordCount) => {
    expect(scan(content, 2).recordCount).toBe(recordCount);
  });

  test("a record may have 2,000,000 bytes and no more, with a line break behind it or without", () => {
    const record = `1,${"x".repeat(1_999_998)}`;

    expect(scan(`a,b\n${record}\n`, 2).recordCount).toBe(2);
    expect(scan(`a,b\n${record}`, 2).recordCount).toBe(2);
    expect(() => scan(`a,b\n${record}x\n`, 2)).toThrow(/^Line 2 of "t.csv" is longer than 2000000 bytes/);
    expect(() => scan(`a,b\n${record}x`, 2)).toThrow(/^Line 2 of "t.csv" is longer than 2000000 bytes/);
  });
});

test("the line that it names counts the breaks within cells", () => {
  expect(() => scan('a,b\r\n1,"two\r\nlines"\r\n3\r\n', 2)).toThrow(
    'Line 4 of "t.csv" has 1 value where line 1 has 2 columns.',
  );
});
