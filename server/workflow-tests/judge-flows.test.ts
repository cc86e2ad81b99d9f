import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TableEngine } from "#graph/node-runner";
import type { Tolerance } from "#graph/tolerances";
import { initialTolerances } from "#graph/tolerances";
import type { Detection, Flow, Value } from "#graph/values";
import { canonicalJson } from "#graph/canonical-json";
import type { Comparable } from "../comparing/comparable.ts";
import { createImageCodec } from "../images/create-image-codec.ts";
import { openTableEngine } from "../tables/open-table-engine.ts";
import { judgeFlows } from "./judge-flows.ts";

let tables: TableEngine & { close: () => void | Promise<void> };
const images = createImageCodec();
beforeAll(async () => {
  tables = await openTableEngine();
});
afterAll(() => tables.close());

function comparable(flow: Flow): Comparable {
  if ("items" in flow) return { items: flow.items.map((item) => (item ? comparable(item) : null)) };
  // Equal digests would end the comparison before it looks.
  return { kind: flow.kind, digest: () => `${canonicalJson(digestible(flow))}`, load: async () => flow };
}
const digestible = ({ value }: Value) =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      ArrayBuffer.isView(part) ? [...(part as Uint8Array)].map(String) : part,
    ),
  ) as never;

const judge = (expected: Flow, came: Flow, tolerance: Tolerance) =>
  judgeFlows(comparable(expected), comparable(came), { tolerance, codecs: { images, tables } });

const number = (value: number): Value => ({ kind: "number", value });
const text = (value: string): Value => ({ kind: "text", value });
const floats = (...values: number[]): Value => ({
  kind: "tensor",
  value: { dtype: "float32", shape: [values.length], data: Float32Array.from(values) },
});
const box = (label: string, x: number, score = 0.9): Detection => ({
  label,
  classIndex: 0,
  score,
  x,
  y: 0,
  width: 10,
  height: 10,
});
const boxes = (...items: Detection[]): Value => ({ kind: "detections", value: { width: 100, height: 100, items } });
const classes = (labels: Record<string, number>): Value => ({
  kind: "classification",
  value: { labels: Object.entries(labels).map(([label, probability], index) => ({ label, index, probability })) },
});
const close = (absolute: number, relative = 0): Tolerance => ({ rule: "close", absolute, relative });

test.each<[string, Flow, Flow, Tolerance, string, string]>([
  [
    "a number within",
    number(10),
    number(10.4),
    close(0.5),
    "passed",
    "10.4 in the place of 10, 0.4 apart; 0.5 is allowed",
  ],
  [
    "a number beyond",
    number(10),
    number(10.6),
    close(0.5),
    "failed",
    "10.6 in the place of 10, 0.6 apart; 0.5 is allowed",
  ],
  [
    "a share of a large number",
    number(1_000),
    number(1_009),
    close(0, 0.01),
    "passed",
    "1009 in the place of 1000, 9 apart; 10 is allowed",
  ],
  ["no number", number(1), number(NaN), close(1e9), "failed", "NaN in the place of 1"],
  ["another number, exactly", number(7), number(8), { rule: "exact" }, "failed", "8 in the place of 7"],
  ["a text, exactly", text("abc"), text("abd"), { rule: "exact" }, "failed", "1 edit from what is expected"],
  [
    "a text within",
    text("abcdefghij"),
    text("abcdefghiX"),
    { rule: "edits", share: 0.1 },
    "passed",
    "1 edit, 10 % of the text; 10 % is allowed",
  ],
  [
    "a text beyond",
    text("abcde"),
    text("abXYZ"),
    { rule: "edits", share: 0.1 },
    "failed",
    "3 edits, 60 % of the text; 10 % is allowed",
  ],
  ["another kind", number(7), text("7"), { rule: "exact" }, "failed", "a text came in the place of a number"],
  ["what is not looked at", number(7), text("7"), { rule: "ignore" }, "passed", "not looked at"],
  [
    "elements beyond, though the largest difference is of a large one",
    floats(1_000, 0.001),
    floats(1_001, 0.011),
    close(0.001, 0.01),
    "failed",
    "1 element of 2 is further away than allowed; the largest difference is 1, at [0]",
  ],
  ["another shape", floats(1, 2), floats(1), close(9), "failed", "the shape [1] in the place of [2]"],
  [
    "a box that is elsewhere",
    boxes(box("cat", 0), box("dog", 50)),
    boxes(box("cat", 4), box("dog", 50)),
    { rule: "boxes", minIou: 0.5, scoreChange: 0.1 },
    "failed",
    "1 of 2 boxes missing (cat, IoU 0.42 < 0.50); 1 box more (cat)",
  ],
  [
    "boxes of a lower overlap than two runs are matched by",
    boxes(box("cat", 0)),
    boxes(box("cat", 4)),
    { rule: "boxes", minIou: 0.4, scoreChange: 0.1 },
    "passed",
    "1 box found again, IoU 0.42 on average",
  ],
  [
    "a box with another label",
    boxes(box("cat", 0)),
    boxes(box("dog", 0)),
    initialTolerances.boxes,
    "failed",
    "1 box with another label (“cat” became “dog”)",
  ],
  [
    "a score that changed",
    boxes(box("cat", 0, 0.9)),
    boxes(box("cat", 0, 0.5)),
    initialTolerances.boxes,
    "failed",
    "a score changed by 0.400; 0.1 is allowed",
  ],
  [
    "another likeliest label",
    classes({ seven: 0.51, one: 0.49 }),
    classes({ one: 0.51, seven: 0.49 }),
    initialTolerances.scores,
    "failed",
    "“one” is the likeliest in the place of “seven”",
  ],
  [
    "probabilities that moved a little",
    classes({ seven: 0.9, one: 0.1 }),
    classes({ seven: 0.92, one: 0.08 }),
    initialTolerances.scores,
    "passed",
    "“seven” went from 0.900 to 0.920; a change of 0.05 is allowed",
  ],
  [
    "vectors that point elsewhere",
    { kind: "embedding", value: { vector: Float32Array.from([1, 0]) } },
    { kind: "embedding", value: { vector: Float32Array.from([1, 1]) } },
    initialTolerances.cosine,
    "failed",
    "cosine 0.7071 < 0.9900",
  ],
  [
    "a mask that lost a part",
    { kind: "mask", value: { width: 2, height: 1, labels: ["none", "cat"], data: Uint8Array.from([1, 1]) } },
    { kind: "mask", value: { width: 2, height: 1, labels: ["none", "cat"], data: Uint8Array.from([1, 0]) } },
    initialTolerances.overlap,
    "failed",
    "“none”: IoU 0.000 < 0.950",
  ],
  [
    "JSON with a number that moved",
    { kind: "json", value: { a: [1, "x"] } },
    { kind: "json", value: { a: [1.001, "x"] } },
    close(0.01),
    "passed",
    "the same",
  ],
  [
    "JSON with a word that changed",
    { kind: "json", value: { a: [1, "x"] } },
    { kind: "json", value: { a: [1, "y"] } },
    close(0.01),
    "failed",
    'a[1]: "y" in the place of "x"',
  ],
  [
    "a tolerance of another kind",
    text("a"),
    text("b"),
    initialTolerances.boxes,
    "error",
    'the tolerance "boxes" does not fit a text; choose another one for this output',
  ],
])("%s", async (_what, expected, came, tolerance, state, reason) => {
  expect(await judge(expected, came, tolerance)).toEqual({ state, reason });
});

test("of pictures the largest and the mean difference count", async () => {
  const picture = (grey: number): Value => ({
    kind: "image",
    value: { width: 4, height: 1, channels: 1, pixels: Uint8Array.from([100, 100, 100, grey]) },
  });

  expect(await judge(picture(100), picture(106), initialTolerances.pixels)).toMatchObject({
    state: "failed",
    reason: "pixels differ by 1.5 of 255 on average, by 6 at most; 0.5 is allowed on average",
  });
  expect(await judge(picture(100), picture(120), initialTolerances.pixels)).toMatchObject({
    state: "failed",
    reason: "a pixel differs by 20 of 255, at [3, 0]; 8 is allowed",
  });
  expect(await judge(picture(100), picture(101), initialTolerances.pixels)).toMatchObject({
    state: "passed",
  });
});

test("cells of tables are compared number by number within the tolerance", async () => {
  const table = async (score: number, name = "a"): Promise<Value> => ({
    kind: "table",
    value: await tables.fromRows(
      [
        { name: "name", type: "text" },
        { name: "score", type: "number" },
      ],
      [[name, score]],
    ),
  });

  expect(await judge(await table(1.5), await table(1.5004), close(0.001))).toMatchObject({ state: "passed" });
  expect(await judge(await table(1.5), await table(1.6), close(0.001))).toEqual({
    state: "failed",
    reason: "1 cell in 1 row differ",
  });
  expect(await judge(await table(1.5), await table(1.5, "b"), close(0.001))).toMatchObject({ state: "failed" });
});

test("all items of a list are looked at, and the first that fail are named", async () => {
  const list = (...changed: number[]): Flow => ({
    items: Array.from({ length: 200 }, (_, place) => number(place + (changed.includes(place) ? 0.5 : 0))),
  });

  expect(await judge(list(), list(), { rule: "exact" })).toEqual({ state: "passed", reason: "all of 200 items" });
  expect(await judge(list(), list(5, 120, 130, 199), close(0.1))).toEqual({
    state: "failed",
    reason:
      "4 of 200 items: [5] 5.5 in the place of 5, 0.5 apart; 0.1 is allowed; [120] 120.5 in the place of 120, 0.5 apart; 0.1 is allowed; [130] 130.5 in the place of 130, 0.5 apart; 0.1 is allowed; …",
  });
  expect(await judge({ items: [number(1), undefined] }, { items: [number(1), number(2)] }, close(9))).toEqual({
    state: "failed",
    reason: "1 of 2 items: [1] something came where nothing did",
  });
  expect(await judge({ items: [number(1)] }, { items: [] }, close(9))).toEqual({
    state: "failed",
    reason: "0 items in the place of 1",
  });
});

test("tensors pass exactly when each of their elements does", async () => {
  const element = fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(element, element), { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0, max: 50, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (pairs, absolute, relative) => {
        const [a, b] = [floats(...pairs.map(([one]) => one)), floats(...pairs.map(([, other]) => other))];

        const { state } = await judge(a, b, close(absolute, relative));

        const isClose = pairs.every(([one, other]) => {
          const [x, y] = [Math.fround(one), Math.fround(other)];
          return x === y || Math.abs(x - y) <= absolute + relative * Math.abs(x);
        });
        expect(state).toBe(isClose ? "passed" : "failed");
      },
    ),
  );
});
