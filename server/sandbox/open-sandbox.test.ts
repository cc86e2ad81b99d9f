import { availableParallelism } from "node:os";
import { afterAll, describe, expect, test } from "vitest";
import { openSandbox } from "./open-sandbox.ts";

// Long enough for every expression that ends, also on a busy machine.
const sandbox = openSandbox({ timeLimitMs: 20_000 });
const impatient = openSandbox({ timeLimitMs: 300 });
afterAll(() => Promise.all([sandbox.close(), impatient.close()]));

test.each([
  ["a + b * 2", { a: 1, b: 2 }, 5],
  ["{ total: a, list: [a, `${b}`] }", { a: 1, b: "x" }, { total: 1, list: [1, "x"] }],
  ["items.filter((item) => item.score > 0.5).length;", { items: [{ score: 0.4 }, { score: 0.9 }] }, 1],
  ["a // with a comment", { a: "ü 💧" }, "ü 💧"],
  ["[undefined, null, , { gone: undefined }]", {}, [null, null, null, {}]],
  ["missing?.x", { missing: null }, null],
  ["items[0]", { items: [] }, null],
  ["new Date(0)", {}, "1970-01-01T00:00:00.000Z"],
  ["new Date(2026, 0, 1, 12).toISOString()", {}, "2026-01-01T12:00:00.000Z"],
  ["new Uint8Array([1, 2])", {}, [1, 2]],
  ["Object.groupBy([1, 2, 3], (n) => n % 2 ? 'odd' : 'even')", {}, { odd: [1, 3], even: [2] }],
  ["(() => { let sum = 0; for (const n of list) sum += n; return sum; })()", { list: [1, 2, 3] }, 6],
])("%s", async (expression, scope, expected) => {
  expect(await sandbox.evaluate(expression, scope)).toEqual(expected);
});

describe("says where an expression is wrong", () => {
  test.each([
    ["a +\n  nothing", "The expression failed at line 2, column 3: nothing is not defined. It can use a."],
    ["1 + a.b.c", /^The expression failed at line 1, column \d+: cannot read property 'c' of undefined\.$/],
    ["a +* 2", "The expression failed at line 1, column 4: unexpected token in expression: '*'."],
    ["a +\n( 2", /^The expression failed at line \d, column \d: .*/],
    ["a; a", /^The expression failed at line 1, column 2: Unexpected token ';'\.$/],
    ["(() => { throw null })()", "The expression failed: It threw null."],
    ["(() => { throw 'just text' })()", "The expression failed: It threw just text."],
    ["(() => { throw { code: 7 } })()", 'The expression failed: It threw {"code":7}.'],
    ["(() => { throw new Error('x'.repeat(1e6)) })()", /^The expression failed at line 1, column \d+: x{500}\.$/],
    ["console.log(1)", /console is not defined/],
    ["   ", "The expression is empty."],
    ["1+".repeat(40_000) + "1", "The expression has 80001 characters; it may have 65536."],
  ])("%s", async (expression, message) => {
    await expect(sandbox.evaluate(expression, { a: 1 })).rejects.toMatchObject({
      kind: "expression-failed",
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });
});

describe("refuses what cannot be passed on", () => {
  test.each([
    ["() => 1", "The result is a function, which cannot be passed on."],
    ["({ list: [Symbol('x')] })", "The result's .list[0] is a symbol, which cannot be passed on."],
    ["10n", "The result is a bigint, which cannot be passed on."],
    ["1 / 0", "The result is Infinity, which is no number that can be passed on."],
    ["[0 / 0]", "The result's [0] is NaN, which is no number that can be passed on."],
    ["(() => { const a = {}; a.a = a; return a })()", "The result's .a contains itself, so it cannot be passed on."],
    ["new Map([[1, 2]])", "The result is a Map, which cannot be passed on. Use Object.fromEntries."],
    ["Promise.resolve(1)", "The result is a Promise, which cannot be passed on. An expression cannot wait."],
    [
      "(async () => { for (;;) await 0 })()",
      "The result is a Promise, which cannot be passed on. An expression cannot wait.",
    ],
    ["JSON.parse('{\"__proto__\": 1}')", "The result has a field called __proto__, which cannot be passed on."],
    [
      "(() => { let a = []; for (let i = 0; i < 300; i++) a = [a]; return a })()",
      "The result is nested deeper than 200 levels.",
    ],
  ])("%s", async (expression, message) => {
    await expect(sandbox.evaluate(expression, {})).rejects.toMatchObject({ kind: "not-serialisable", message });
  });

  test.each([
    "'x'.repeat(5e7)",
    "'x'.repeat(1_000_001)",
    "Array(1_200_000).fill(1)",
    "({ toJSON: () => 'x'.repeat(2e6) })",
  ])("%s", async (expression) => {
    await expect(sandbox.evaluate(expression, {})).rejects.toMatchObject({ kind: "too-large" });
  });

  test("a toJSON that throws is the expression's error", async () => {
    const expression = "({ toJSON() { throw new Error('no') } })";

    await expect(sandbox.evaluate(expression, {})).rejects.toMatchObject({ kind: "expression-failed" });
  });
});

describe("ends what does not end or takes too much", () => {
  test.each([
    "(() => { while (1) {} })()",
    "({ toJSON() { for (;;) {} } })",
    "/(a+)+$/.test('a'.repeat(40) + '!')",
    "[].indexOf.call({ length: 4294967295 }, 9)",
    "(function f() { return f() })()",
    "'a'.repeat(2 ** 29)",
    "new Array(1e9) + ''",
    "Array.from({ length: 1e9 })",
    "2n ** (2n ** 40n)",
    "(() => { const kept = []; for (;;) kept.push(new Uint8Array(1e6)) })()",
    "(() => { let s = 'x'; for (;;) s += s })()",
    "(() => { const a = []; a.length = 2 ** 32 - 1; return a })()",
  ])("%s", async (expression) => {
    const failure = await impatient.evaluate(expression, {}).catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: "NodeError" });
    expect((failure as { kind: string }).kind).toMatch(/^(timeout|memory-limit|too-large|expression-failed)$/);
  });

  test.each([
    ["objects", "(() => { const kept = []; for (;;) kept.push({ n: kept.length }) })()"],
    ["buffers", "(() => { const kept = []; for (;;) kept.push(new ArrayBuffer(1e6)) })()"],
    [
      "strings",
      "(() => { const kept = []; let s = 'x'; while (s.length < 1e6) s += s; for (;;) kept.push(s + kept.length) })()",
    ],
  ])(
    "what fills its memory with %s meets the memory limit, and the next expression is computed",
    async (_, filling) => {
      await expect(sandbox.evaluate(filling, {})).rejects.toMatchObject({ kind: "memory-limit" });

      expect(await sandbox.evaluate("1 + 1", {})).toBe(2);
    },
  );

  test("and goes on with the next expression, in a thread of its own where that was ended", async () => {
    const passing = openSandbox({ timeLimitMs: 1_500 });
    const hanging = "[].indexOf.call({ length: 4294967295 }, 9)";

    const answers = await Promise.allSettled([passing.evaluate(hanging, {}), passing.evaluate("1 + 1", {})]);

    expect(answers).toMatchObject([{ reason: { kind: "timeout" } }, { value: 2 }]);
    await passing.close();
  });
});

test("what counts is how long an expression computes, not how long others keep the machine from it", async () => {
  const limitMs = 1_000;
  const count = (until: number) => `(() => { let n = 0; while (n < ${until}) n++; return n })()`;
  const startedAt = performance.now();
  await sandbox.evaluate(count(1e6), {});
  const aFifthOfTheLimit = Math.round((1e6 * limitMs) / 5 / (performance.now() - startedAt));
  // Together they take longer than the limit, each by itself does not.
  const all = Array.from({ length: Math.min(32, 8 * availableParallelism()) }, () =>
    openSandbox({ timeLimitMs: limitMs }),
  );

  const counted = await Promise.all(all.map((one) => one.evaluate(count(aFifthOfTheLimit), {})));

  expect(counted).toEqual(all.map(() => aFifthOfTheLimit));
  await Promise.all(all.map((one) => one.close()));
});

describe("gives no way out", () => {
  test.each([
    "this.constructor.constructor('return typeof process')()",
    "[].constructor.constructor('return typeof process')()",
    "(() => {}).constructor`return typeof process`()",
    "Reflect.construct(Function, ['return typeof process'])()",
    "(async () => {}).constructor('return typeof process').name",
    "(function* () {}).constructor('yield typeof process')().next().value",
    "eval('typeof process')",
    "typeof globalThis['\\u0070rocess']",
    "typeof require",
    "typeof globalThis.process?.getBuiltinModule",
    "new Proxy({}, { get: (_, key) => typeof globalThis[key] }).process",
    "Object.defineProperty({}, 'x', { get() { return typeof process } }).x",
    "(() => { Error.prepareStackTrace = (_, frames) => frames; return typeof new Error().stack?.[0]?.getThis })()",
  ])("%s", async (expression) => {
    const found = await sandbox.evaluate(expression, {}).catch(() => "undefined");

    expect(["undefined", "anonymous"]).toContain(found);
  });

  test("import() finds nothing", async () => {
    await expect(sandbox.evaluate("import('node:fs')", {})).rejects.toMatchObject({ name: "NodeError" });
  });
});

test("leaves nothing behind for the next expression", async () => {
  await sandbox.evaluate("(Array.prototype.map = () => 'spoilt', globalThis.kept = 1, Object.prototype.x = 1)", {});

  expect(await sandbox.evaluate("[[1].map((n) => n + 1), typeof kept, ({}).x ?? null]", {})).toEqual([
    [2],
    "undefined",
    null,
  ]);
  expect(({} as { x?: number }).x).toBeUndefined();
});

test("keeps expressions that are asked for at once apart", async () => {
  const squares = await Promise.all(Array.from({ length: 30 }, (_, n) => sandbox.evaluate("n * n", { n })));

  expect(squares).toEqual(Array.from({ length: 30 }, (_, n) => n * n));
});

test("inputs may have any name, also one of JavaScript's own", async () => {
  expect(await sandbox.evaluate("[name, Math, undefined_]", { name: 1, Math: 2, undefined_: 3 })).toEqual([1, 2, 3]);
});
