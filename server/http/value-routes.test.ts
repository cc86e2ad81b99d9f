import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecordedList } from "../../graph/recorded-values.ts";
import { elementsOf } from "../../graph/tensor-elements.ts";
import type { Flow, TensorValue } from "../../graph/values.ts";
import type { SignedIn } from "../auth/signed-in.ts";
import { hashOf, openKeeper } from "../values/kept-values-for-tests.ts";
import { answerArtifact } from "./artifact-route.ts";
import { answerConverted } from "./converted-route.ts";
import { answerSlice } from "./slice-route.ts";
import { createTestWeb, type TestWeb } from "./web-for-tests.ts";

let web: TestWeb;
let keeper: Awaited<ReturnType<typeof openKeeper>>;
beforeAll(async () => {
  web = await createTestWeb();
  keeper = await openKeeper(web, web.ours.id);
});
afterAll(async () => {
  keeper.close();
  await web.close();
});

type Query = { person?: SignedIn | null; headers?: Record<string, string> };
const viewer = () => web.ours.people.viewer;

function get(path: string, { person = viewer(), headers = {} }: Query = {}): Promise<Response> {
  const [, hash = "", rest = ""] = /^\/([^/?]*)\/?([a-z]*)/.exec(path) ?? [];
  const answer = { slice: answerSlice, converted: answerConverted }[rest] ?? answerArtifact;
  return web.send(person, `/api/artifacts${path}`, (services, request) => answer(services, request, { hash }), {
    headers,
  });
}
const ask = (path: string, input: unknown, person = viewer()) => web.call(person, path, input);
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

/** 0, 1, 2, … in the shape. */
function counting(shape: number[]): TensorValue {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return { dtype: "float32", shape, data: Float32Array.from({ length: size }, (_, index) => index) };
}

describe("a range of the bytes of a value", () => {
  const text = "0123456789".repeat(2_000);
  let hash: string;
  beforeAll(async () => {
    hash = hashOf(await keeper.keep({ kind: "text", value: text }));
  });

  test.each([
    ["bytes=0-4", "01234", "bytes 0-4/20000"],
    ["bytes=19998-", "89", "bytes 19998-19999/20000"],
    ["bytes=-3", "789", "bytes 19997-19999/20000"],
    ["bytes=19999-90000", "9", "bytes 19999-19999/20000"],
  ])("%s is given alone", async (range, body, contentRange) => {
    const response = await get(`/${hash}`, { headers: { range } });

    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(await response.text()).toBe(body);
  });

  test.each(["bytes=20000-", "bytes=5-4"])("%s holds no byte of it", async (range) => {
    expect((await get(`/${hash}`, { headers: { range } })).status).toBe(416);
  });

  test.each(["bytes=0-1,4-5", "lines=0-1", "bytes=a-b"])("%s gives all of it", async (range) => {
    const response = await get(`/${hash}`, { headers: { range } });

    expect(response.status).toBe(200);
    expect(await response.text()).toBe(text);
  });
});

describe("a slice of a tensor", () => {
  let hash: string;
  beforeAll(async () => {
    hash = hashOf(await keeper.keep({ kind: "tensor", value: counting([3, 60, 100]) }));
  });
  const floats = async (response: Response) => [...elementsOf("float32", await bytesOf(response))];

  test.each([
    ["0:1:1,0:2:1,0:3:1", [0, 1, 2, 100, 101, 102]],
    ["2:1:1,59:1:1,97:3:1", [17_997, 17_998, 17_999]],
    ["0:2:2,0:1:1,0:2:99", [0, 99, 12_000, 12_099]],
    ["1:1:1,0:3:29,5:1:1", [6_005, 8_905, 11_805]],
    ["0:0:1,0:1:1,0:1:1", []],
  ])("%s has the elements that stand there", async (ranges, elements) => {
    const response = await get(`/${hash}/slice?ranges=${ranges}`);

    expect(response.status).toBe(200);
    expect(await floats(response)).toEqual(elements);
  });

  test.each([
    ["0:4:1,0:1:1,0:1:1", "dimension 0"],
    ["0:1:1,0:1:1", "3 dimensions"],
    ["0:3:1,0:60:1,0:100:1,0:1:1", "3 dimensions"],
    ["0:1:0,0:1:1,0:1:1", "start:count:step"],
    ["-1:1:1,0:1:1,0:1:1", "start:count:step"],
    ["", "3 dimensions"],
    ["0:1:1;0:1:1;0:1:1", "start:count:step"],
  ])("%s is refused in words", async (ranges, words) => {
    const response = await get(`/${hash}/slice?ranges=${ranges}`);

    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toContain(words);
  });

  test("may have no more elements than a picture can show", async () => {
    const large = hashOf(await keeper.keep({ kind: "tensor", value: counting([300, 300]) }));

    const response = await get(`/${large}/slice?ranges=0:300:1,0:300:1`);

    expect(response.status).toBe(400);
    expect(await floats(await get(`/${large}/slice?ranges=0:1:1,299:1:1`))).toEqual([299]);
  });

  test.each<[string, TensorValue["dtype"], Exclude<TensorValue["data"], string[]>]>([
    ["float16", "float16", Uint16Array.from({ length: 8_000 }, () => 0x7e00)],
    ["int64 beyond 2^53", "int64", BigInt64Array.from({ length: 2_000 }, () => 9_007_199_254_740_993n)],
    ["bool", "bool", new Uint8Array(20_000).fill(1)],
  ])("of %s comes bit for bit", async (_what, dtype, data) => {
    const kept = hashOf(await keeper.keep({ kind: "tensor", value: { dtype, shape: [data.length], data } }));

    const response = await get(`/${kept}/slice?ranges=${data.length - 1}:1:1`);

    expect([...elementsOf(dtype as "int64", await bytesOf(response))]).toEqual([data[0]]);
  });

  test("is not given of texts, of another kind, to a stranger or of another workspace's tensor", async () => {
    const texts: TensorValue = {
      dtype: "string",
      shape: [2_000],
      data: Array.from({ length: 2_000 }, () => "twelve chars"),
    };
    const ofTexts = hashOf(await keeper.keep({ kind: "tensor", value: texts }));
    const text = hashOf(await keeper.keep({ kind: "text", value: "x".repeat(20_000) }));
    const path = `/${hash}/slice?ranges=0:1:1,0:1:1,0:1:1`;

    expect((await get(`/${ofTexts}/slice?ranges=0:1:1`)).status).toBe(400);
    expect((await get(`/${text}/slice?ranges=0:1:1`)).status).toBe(400);
    expect((await get(path, { person: null })).status).toBe(401);
    expect((await get(path, { person: web.theirs.people.owner })).status).toBe(404);
    expect((await get(`${path}&file=/etc/passwd`)).status).toBe(400);
  });

  test("is given as .npy, in which NumPy finds its type and shape", async () => {
    const response = await get(`/${hash}/converted?format=npy&name=t.npy`);
    const bytes = await bytesOf(response);

    const head = new TextDecoder("latin1").decode(bytes.subarray(0, 128));
    expect(head).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 60, 100), }");
    expect(bytes.length).toBe(128 + 4 * 18_000);
    expect(response.headers.get("content-length")).toBe(String(bytes.length));
  });
});

describe("a list that was kept whole", () => {
  const numbers: Flow = { items: Array.from({ length: 10_000 }, (_, value) => ({ kind: "number", value }) as const) };
  let hash: string;
  beforeAll(async () => {
    hash = hashOf(await keeper.keep(numbers));
  });

  test("is read a page at a time, to its end and not beyond", async () => {
    const { data } = await ask("values.listItems", { hash, from: 9_998, count: 100 });

    expect(data).toMatchObject({ count: 10_000, items: [{ inline: 9_998 }, { inline: 9_999 }] });
    expect((await ask("values.listItems", { hash, from: 20_000, count: 10 })).data).toEqual({
      count: 10_000,
      items: [],
    });
  });

  test("gives an item's tensor in slices, its bytes by its place, and holes as holes", async () => {
    const items = Array.from({ length: 120 }, (_, index) =>
      index === 110 ? undefined : ({ kind: "tensor", value: { ...counting([100, 50]), shape: [100, 50] } } as const),
    );
    const whole = hashOf(await keeper.keep({ items }));

    const { data } = await ask("values.listItems", { hash: whole, from: 109, count: 2 });
    const slice = await get(`/${whole}/slice?item=119&ranges=99:1:1,49:1:1`);

    expect(data).toMatchObject({
      items: [{ preview: { kind: "tensor", shape: [100, 50] }, artifact: { hash: whole, item: "109" } }, null],
    });
    expect([...elementsOf("float32", await bytesOf(slice))]).toEqual([4_999]);
    expect((await get(`/${whole}?item=110`)).status).toBe(404);
    expect((await get(`/${whole}?item=120`)).status).toBe(404);
    expect((await get(`/${whole}?item=..`)).status).toBe(400);
  });

  test("has lists in it, whose items have places of their own", async () => {
    const pair = {
      items: [
        { kind: "text", value: "a" },
        { kind: "text", value: "b" },
      ],
    } satisfies Flow;
    const whole = hashOf(await keeper.keep({ items: Array.from({ length: 150 }, () => pair) }));

    const outer = await ask("values.listItems", { hash: whole, from: 149, count: 1 });
    const inner = await ask("values.listItems", { hash: whole, item: "149", from: 1, count: 5 });

    expect((outer.data as { items: RecordedList[] }).items[0]).toMatchObject({ count: 2, whole: { item: "149" } });
    expect(inner.data).toMatchObject({ count: 2, items: [{ inline: "b" }] });
  });

  test("gives its pictures as they are, with their size", async () => {
    const pixels = Uint8Array.from({ length: 3 * 1_000 }, (_, index) => index);
    const items = Array.from({ length: 101 }, () => ({
      kind: "image" as const,
      value: { width: 50, height: 20, channels: 3 as const, pixels },
    }));
    const whole = hashOf(await keeper.keep({ items }));

    const { data } = await ask("values.listItems", { hash: whole, from: 100, count: 1 });
    const picture = await get(`/${whole}?item=100`);

    expect(data).toMatchObject({ items: [{ preview: { kind: "image", width: 50, height: 20, channels: 3 } }] });
    expect(picture.headers.get("content-type")).toBe("image/png");
    expect([...(await bytesOf(picture)).subarray(1, 4)]).toEqual([...Buffer.from("PNG")]);
  });
});

describe("a table", () => {
  let hash: string;
  const columns: Parameters<typeof keeper.tables.fromRows>[0] = [
    { name: "city", type: "text" },
    { name: "n", type: "number" },
    { name: "<b>x</b>", type: "number" },
  ];
  beforeAll(async () => {
    const table = await keeper.tables.fromRows(
      columns,
      Array.from({ length: 5_000 }, (_, n) => [["Ulm", "Bonn", null][n % 3]!, n, n === 7 ? null : n / 4]),
    );
    hash = hashOf(await keeper.keep({ kind: "table", value: table }));
  });
  const page = (more: object) =>
    ask("values.tablePage", {
      hash,
      from: 0,
      count: 3,
      columns: { from: 0, count: 50 },
      sort: null,
      filters: [],
      ...more,
    });

  test("is read from any row on, in its own order", async () => {
    expect((await page({ from: 4_998 })).data).toEqual({
      columns: [
        { name: "city", kind: "text", type: "varchar" },
        { name: "n", kind: "number", type: expect.any(String) },
        { name: "<b>x</b>", kind: "number", type: expect.any(String) },
      ],
      rowCount: 5_000,
      rows: [
        ["Ulm", expect.stringMatching(/^4998/), "1249.5"],
        ["Bonn", expect.stringMatching(/^4999/), "1249.75"],
      ],
    });
  });

  test("is sorted and filtered, and says how many rows are left", async () => {
    const { data } = await page({
      columns: { from: 0, count: 2 },
      sort: { column: 1, isDescending: true },
      filters: [
        { column: 0, test: "contains", value: "ON" },
        { column: 1, test: "less", value: "100" },
      ],
    });

    expect(data).toMatchObject({
      rowCount: 33,
      rows: [["Bonn", expect.stringMatching(/^97/)], ["Bonn", expect.stringMatching(/^94/)], {}],
    });
    expect((await page({ filters: [{ column: 0, test: "empty", value: "" }] })).data).toMatchObject({
      rowCount: 1_666,
    });
    expect(
      (await page({ filters: [{ column: 0, test: "equals", value: `'; drop table t1; --` }] })).data,
    ).toMatchObject({
      rowCount: 0,
    });
  });

  test.each([
    [{ filters: [{ column: 1, test: "less", value: "abc" }] }, "no number"],
    [{ filters: [{ column: 9, test: "empty", value: "" }] }, "3 columns"],
    [{ sort: { column: 3, isDescending: false } }, "3 columns"],
    [{ count: 201 }, ""],
    [{ filters: [{ column: 0, test: "or 1=1", value: "" }] }, ""],
  ])("refuses %j", async (more, words) => {
    const { status, error } = await page(more);

    expect(status).toBe(400);
    expect(error?.message).toContain(words);
  });

  test("tells the statistics of a column", async () => {
    const numbers = await ask("values.columnStatistics", { hash, column: 2 });
    const texts = await ask("values.columnStatistics", { hash, column: 0 });

    expect(numbers.data).toMatchObject({ rowCount: 5_000, emptyCount: 1, min: "0.0", max: "1249.75", frequent: [] });
    const { numbers: found } = numbers.data as { numbers: { mean: number; histogram: number[] } };
    expect(found.mean).toBeCloseTo(624.999, 2);
    expect(found.histogram.reduce((sum, count) => sum + count)).toBe(4_999);
    expect(texts.data).toMatchObject({
      emptyCount: 1_666,
      numbers: null,
      frequent: [
        { value: "Bonn", count: 1_667 },
        { value: "Ulm", count: 1_667 },
      ],
    });
  });

  test("is given as CSV, and another workspace's is not", async () => {
    const response = await get(`/${hash}/converted?format=csv&name=t.csv`);

    expect((await response.text()).split("\n").slice(0, 3)).toEqual(["city,n,<b>x</b>", "Ulm,0,0", "Bonn,1,0.25"]);
    const foreign = { person: web.theirs.people.owner };
    expect((await get(`/${hash}/converted?format=csv&name=t.csv`, foreign)).status).toBe(404);
    expect((await get(`/${hash}/converted?format=exe&name=t`)).status).toBe(400);
  });
});
