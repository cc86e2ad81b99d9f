import { afterAll, describe, expect, test } from "vitest";
import { openTableEngine } from "./open-table-engine.ts";
import { readWhole } from "./read-table-for-tests.ts";

const engine = await openTableEngine();
afterAll(() => engine.close());

const open = (content: string | Uint8Array, options?: { delimiter?: string; header?: boolean }) =>
  engine.open({ bytes: Buffer.from(content as string), name: "t.csv", format: "csv", ...(options && { options }) });
const read = async (content: string | Uint8Array, options?: { delimiter?: string; header?: boolean }) =>
  readWhole(engine, await open(content, options));
const utf16 = (text: string, order: "le" | "be") => {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};

describe("reads files of every make", () => {
  const rows = { columns: ["a:number", "b:text"], rows: [[1, "ü"]] };
  test.each<[string, string | Uint8Array, unknown]>([
    ["plain", "a,b\n1,ü\n", rows],
    ["without a final line break", "a,b\n1,ü", rows],
    ["with a byte order mark", "\ufeffa,b\n1,ü\n", rows],
    ["UTF-16, little end first", utf16("a,b\n1,ü\n", "le"), rows],
    ["UTF-16, big end first", utf16("a,b\n1,ü\n", "be"), rows],
    ["Windows line ends", "a,b\r\n1,ü\r\n", rows],
    ["old Macintosh line ends", "a,b\r1,ü\r", rows],
    ["blank lines around and between", "\n\r\na,b\n\n1,ü\n\n\n", rows],
    ["semicolons", "a;b\n1;ü\n", rows],
    ["tabs", "a\tb\n1\tü\n", rows],
    ["bars", "a|b\n1|ü\n", rows],
    ["quotes", '"a","b"\n"1","ü"\n', rows],
    [
      "mixed line ends",
      'a,b\r\n1,"x\r\ny"\n2,z\r3,w\n',
      {
        columns: ["a:number", "b:text"],
        rows: [
          [1, "x\r\ny"],
          [2, "z"],
          [3, "w"],
        ],
      },
    ],
    [
      "quotes in quotes and breaks in cells",
      'a,b\n1,"say ""hi"",\nthen go"\n',
      { columns: ["a:number", "b:text"], rows: [[1, 'say "hi",\nthen go']] },
    ],
    ["a header only", "a,b\n", { columns: ["a:text", "b:text"], rows: [] }],
    ["one column", "a\n1\n\n3\n\n", { columns: ["a:number"], rows: [[1], [null], [3]] }],
    ["commas in a file of semicolons", "a;b\n1,5;2,5\n", { columns: ["a:text", "b:text"], rows: [["1,5", "2,5"]] }],
    [
      "empty cells",
      'a,b\n,""\n1,x\n',
      {
        columns: ["a:number", "b:text"],
        rows: [
          [null, null],
          [1, "x"],
        ],
      },
    ],
    ["spaces around cells", "a,b\n 1 , x \n", { columns: ["a:text", "b:text"], rows: [[" 1 ", " x "]] }],
  ])("%s", async (_, content, expected) => {
    expect(await read(content)).toEqual(expected);
  });

  test("without a header, columns are called after their place", async () => {
    expect(await read("1,x\n2,y\n", { header: false })).toEqual({
      columns: ["column_1:number", "column_2:text"],
      rows: [
        [1, "x"],
        [2, "y"],
      ],
    });
  });

  test("a delimiter that is given is taken, whatever the file looks like", async () => {
    expect(await read("a,b;c\n1,2;3\n", { delimiter: ";" })).toMatchObject({ columns: ["a,b:text", "c:number"] });
  });
});

describe("makes headers whole and different", () => {
  test.each([
    ["a,a,A", ["a", "a_2", "A_3"]],
    ["a,,b,  ", ["a", "column_2", "b", "column_4"]],
    ["__proto__,constructor,x", ["proto", "constructor", "x"]],
    ['"a ""b"" c",=cmd(),d', ['a "b" c', "=cmd()", "d"]],
    [" a , b ,c", ["a", "b", "c"]],
    ['"two\nlines",b,c', ["two\nlines", "b", "c"]],
    ["a;b\"c'd,x,y", ["a;b\"c'd", "x", "y"]],
  ])("%j", async (header, names) => {
    const cells = names.map((_, index) => index + 1);

    const { columns, rows } = await read(`${header}\n${cells.join(",")}\n`);

    expect(columns).toEqual(names.map((name) => `${name}:number`));
    expect(rows).toEqual([cells]);
    expect(({} as Record<string, unknown>)["1"]).toBeUndefined();
  });
});

describe("types a column only where that keeps every cell as it is", () => {
  test.each<[string[], string, unknown[]]>([
    [["1", "-20", "0"], "number", [1, -20, 0]],
    [["1", "2.5", "-.5", "3.", "1e3"], "number", [1, 2.5, -0.5, 3, 1000]],
    [["0.1", "0.30000000000000004"], "number", [0.1, 0.30000000000000004]],
    [["true", "FALSE"], "boolean", [true, false]],
    [["2026-01-31", "2024-02-29"], "date", ["2026-01-31", "2024-02-29"]],
    [["2026-01-31 10:20:30", "2026-01-31T10:20"], "date", ["2026-01-31T10:20:30", "2026-01-31T10:20:00"]],
    [["2026-01-31T10:20:30Z", "2026-01-31 10:20:30+02:00"], "date", ["2026-01-31T10:20:30Z", "2026-01-31T08:20:30Z"]],
    [["999999999999999", "9007199254740993"], "number", [999999999999999, "9007199254740993"]],
    [["007", "12"], "text", ["007", "12"]],
    [["123456789012345678901234567890", "1"], "text", ["123456789012345678901234567890", "1"]],
    [["9007199254740993", "0.5"], "text", ["9007199254740993", "0.5"]],
    [["1e400"], "text", ["1e400"]],
    [["0x10"], "text", ["0x10"]],
    [["1_000"], "text", ["1_000"]],
    [["+1"], "text", ["+1"]],
    [["NaN", "1"], "text", ["NaN", "1"]],
    [["inf"], "text", ["inf"]],
    [["2026-02-30"], "text", ["2026-02-30"]],
    [["2026-01-31", "1"], "text", ["2026-01-31", "1"]],
    [["true", "1"], "text", ["true", "1"]],
    [["1", "x"], "text", ["1", "x"]],
  ])("%j is %s", async (cells, type, expected) => {
    const { columns, rows } = await read(`v;w\n${cells.map((cell) => `${cell};x`).join("\n")}\n`);

    expect(columns[0]).toBe(`v:${type}`);
    expect(rows.map(([cell]) => cell)).toEqual(expected);
  });

  test("a column that is empty at first is typed by what comes later", async () => {
    const { columns } = await read(`a,b\n${",x\n".repeat(1_000)}2026-01-31,x\n`);

    expect(columns).toEqual(["a:date", "b:text"]);
  });

  test("a decimal comma stays text", async () => {
    expect(await read("v;w\n1,5;x\n")).toMatchObject({ rows: [["1,5", "x"]] });
  });

  test.each([
    ["1", "2.5", "number"],
    ["1", "123456789012345678", "number"],
    ["0.5", "123456789012345678", "text"],
    ["1", "007", "text"],
    ["1", "2026-01-31", "text"],
    ["1", "true", "text"],
    ["1", '""', "number"],
    ["1", '"2"', "number"],
    ["1", '"2\n3"', "text"],
    ["0.5", "1e400", "text"],
    ["0.5", `1${"0".repeat(320)}.5`, "text"],
    ["2026-01-31", "2026-02-30", "text"],
    ["true", "yes", "text"],
  ])("a hundred thousand cells %s and then one %j are %s", async (plain, odd, type) => {
    const { columns } = await open(`v,w\n${`${plain},x\n`.repeat(100_000)}${odd},x\n`);

    expect(columns[0]).toEqual({ name: "v", type });
  });

  test("one odd cell after a hundred thousand numbers is seen", async () => {
    const numbers = Array.from({ length: 100_000 }, (_, index) => index).join("\n");

    expect((await open(`v\n${numbers}\nx\n`)).columns).toEqual([{ name: "v", type: "text" }]);
  });
});

test("formulas are read as they stand", async () => {
  const cells = ["=cmd|'/c calc'!A0", "+1", "-2", "@x", "\tx", "-3.5"];

  const { rows } = await read(`v\n${cells.join("\n")}\n`, { delimiter: ";" });

  expect(rows.map(([cell]) => cell)).toEqual(cells);
});

describe("says what is wrong, and in which line", () => {
  const long = "x".repeat(3_000_000);
  test.each<[string, string | Uint8Array, string, string | RegExp]>([
    ["an empty file", "", "bad-table", '"t.csv" is empty: it has no header and no rows.'],
    ["line breaks only", "\n\r\n", "bad-table", '"t.csv" is empty: it has no header and no rows.'],
    [
      "Latin-1",
      Buffer.from("a,b\n1,x\n2,\xe4\n", "latin1"),
      "bad-encoding",
      'Line 3 of "t.csv" is not UTF-8 text. Save the file with the encoding UTF-8.',
    ],
    [
      "NUL bytes",
      "a,b\n1,x\0y\n",
      "bad-encoding",
      'Line 2 of "t.csv" holds a NUL byte, so it is no plain text. Save the file with the encoding UTF-8.',
    ],
    ["a short row", "a,b\n1,2\n3\n", "bad-table", 'Line 3 of "t.csv" has 1 value where line 1 has 2 columns.'],
    ["a long row", "a,b\n1,2\n3,4,5\n", "bad-table", 'Line 3 of "t.csv" has 3 values where line 1 has 2 columns.'],
    [
      "a quote that never closes",
      'a,b\n1,2\n3,"4\n5,6\n',
      "bad-table",
      /^Line 3 of "t.csv" has a quote that is not closed/,
    ],
    [
      "a quote in the header that never closes",
      'a,"b\n1,2\n',
      "too-large",
      /^The first line of "t.csv" is longer than 2000000 bytes or has a quote that never closes/,
    ],
    [
      "text after a closing quote",
      'a,b\n1,"x"y\n',
      "bad-table",
      /^Line 2 of "t.csv" has a quote that is not closed, or text after/,
    ],
    [
      "one very long line",
      `a,b\n1,${long}\n`,
      "too-large",
      'Line 2 of "t.csv" is longer than 2000000 bytes, which is more than a row may have.',
    ],
    ["a very long header", long, "too-large", /^The first line of "t.csv" is longer than/],
    [
      "100,000 columns",
      `${Array.from({ length: 100_000 }, (_, n) => `c${n}`).join(",")}\n`,
      "too-large",
      '"t.csv" has 100000 columns in line 1; a table may have 2048.',
    ],
  ])("%s", async (_, content, kind, message) => {
    await expect(open(content)).rejects.toMatchObject({
      name: "NodeError",
      kind,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });

  test("a line of 200 MB is refused before it fills the memory", async () => {
    const bytes = Buffer.alloc(200_000_000, "x");
    bytes.write("a,b\n1,", 0);

    await expect(engine.open({ bytes, name: "t.csv", format: "csv" })).rejects.toMatchObject({
      kind: "too-large",
      message: 'Line 2 of "t.csv" is longer than 2000000 bytes, which is more than a row may have.',
    });
  });

  test("a quote that is open for 100 MB is refused with the line where it opens", async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1,2\n3,"4\n'), Buffer.alloc(100_000_000, "5,6\n")]);

    await expect(engine.open({ bytes, name: "t.csv", format: "csv" })).rejects.toMatchObject({
      kind: "too-large",
      message:
        'Line 3 of "t.csv" is longer than 2000000 bytes, which is more than a row may have, or it has a quote that never closes.',
    });
  });

  test("a file of 40 MB is read whole, quotes and breaks within cells included", async () => {
    const record = '1,"two\nlines, ""quoted"""\n';
    const count = Math.floor(40_000_000 / record.length);
    const table = await engine.open({
      bytes: Buffer.concat([Buffer.from("a,b\n"), Buffer.alloc(count * record.length, record)]),
      name: "t.csv",
      format: "csv",
    });

    expect(await engine.countRows(table)).toBe(count);
    expect(table.columns[0]).toEqual({ name: "a", type: "number" });
  });
});

test("2,048 columns are read, filtered and written within the memory that there is", async () => {
  const names = Array.from({ length: 2_048 }, (_, n) => `c${n}`);
  const row = names.map((_, n) => n);

  const table = await open(`${names.join(",")}\n${`${row.join(",")}\n`.repeat(10)}`);
  const filtered = await engine.filter(table, { column: "c7", operator: "=", value: 7 });

  expect((await readWhole(engine, filtered)).rows[9]).toEqual(row);
  expect((await engine.encode(filtered, "csv")).length).toBeGreaterThan(10 * row.join(",").length);
});
