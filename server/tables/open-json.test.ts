import { afterAll, describe, expect, test } from "vitest";
import { openTableEngine } from "./open-table-engine.ts";
import { readWhole } from "./read-table-for-tests.ts";

const engine = await openTableEngine();
afterAll(() => engine.close());

const open = (content: string) => engine.open({ bytes: Buffer.from(content), name: "t.json", format: "json" });

test.each<[string, string[], unknown[][]]>([
  [
    '[{"a": 1, "b": "x"}, {"b": "y", "c": true}]',
    ["a:number", "b:text", "c:boolean"],
    [
      [1, "x", null],
      [null, "y", true],
    ],
  ],
  ['{"a": 1}\n{"a": 2.5}\n', ["a:number"], [[1], [2.5]]],
  ['{\n  "a": 1\n}', ["a:number"], [[1]]],
  ['\ufeff [ {"a": null} ] ', ["a:text"], [[null]]],
  ['[{"id": "007", "day": "2026-01-31"}]', ["id:text", "day:text"], [["007", "2026-01-31"]]],
  ['[{"a": 9007199254740993}, {"a": 1}]', ["a:number"], [["9007199254740993"], [1]]],
  ['[{"a": 123456789012345678901234567890}]', ["a:text"], [["123456789012345678901234567890"]]],
  ['[{"a": {"x": [1, null]}, "b": [1, 2]}]', ["a:text", "b:text"], [['{"x":[1,null]}', "[1,2]"]]],
  ['[{"a": 1}, {"a": "x"}]', ["a:text"], [["1"], ["x"]]],
  ['[{"a": 1}, {"a": "1"}]', ["a:text"], [["1"], ["1"]]],
  ['[{"__proto__": 1, "A": 2}]', ["proto:number", "A:number"], [[1, 2]]],
])("reads %s", async (content, columns, rows) => {
  expect(await readWhole(engine, await open(content))).toEqual({ columns, rows });
});

describe("says what is wrong", () => {
  const notATable = '"t.json" is no table: it must hold an array of objects, or one object a line.';
  test.each<[string, string | RegExp]>([
    ["", '"t.json" is empty: it has no rows.'],
    ["[]", '"t.json" holds an empty array: without a row it has no columns.'],
    ["3", notATable],
    ["[1, 2]", notATable],
    ["[[1, 2]]", notATable],
    ['[{"a": 1}, {"a": }]', /^"t.json" cannot be read: Malformed JSON in file "t.json".* in record\/value \d/],
    ['[{"a": 1}', /^"t.json" cannot be read: /],
    ['[{"a": 1, "a": 2}]', /duplicate key "a"/],
    [`[{"a": "${"x".repeat(50_000_000)}"}]`, /^"t.json" cannot be read: /],
    [`[{"a": ${"[".repeat(100_000)}${"]".repeat(100_000)}}]`, '"t.json" is nested deeper than 200 levels.'],
  ])("%.60j", async (content, message) => {
    const failure = (await open(content).catch((error: unknown) => error)) as Error;

    expect(failure).toMatchObject({ name: "NodeError" });
    expect(failure.message).toMatch(message);
    expect(failure.message.length).toBeLessThan(500);
    expect(failure.message).not.toContain("patchbay-tables");
  });
});
