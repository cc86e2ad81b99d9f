import { expect, test } from "vitest";
import { createModelPool } from "./model-pool.ts";

type Opened = { name: string; sizeBytes: number; loadMs: number };

function poolOf(budgetBytes: number) {
  const [opened, released]: [string[], string[]] = [[], []];
  const pool = createModelPool<Opened>({ budgetBytes, release: async ({ name }) => void released.push(name) });
  const use = (name: string, facts: { sizeBytes?: number; loadMs?: number } = {}, work: () => unknown = () => {}) =>
    pool.use(
      name,
      async () => {
        opened.push(name);
        return { name, sizeBytes: 10, loadMs: 10, ...facts };
      },
      async () => void (await work()),
    );
  return { pool, use, opened, released };
}

test("of two alike, the one that was used less goes", async () => {
  const { use, released } = poolOf(25);
  await use("a");
  await use("b");
  await use("b");

  await use("c");

  expect(released).toEqual(["a"]);
});

test("what loads slowly stays, what loads quickly goes", async () => {
  const { use, released } = poolOf(25);
  await use("slow", { loadMs: 1_000 });
  await use("quick", { loadMs: 1 });

  await use("c");

  expect(released).toEqual(["quick"]);
});

test("one large one goes rather than several small ones", async () => {
  const { use, released } = poolOf(100);
  await use("small");
  await use("large", { sizeBytes: 80 });
  await use("tiny", { sizeBytes: 5 });

  await use("c");

  expect(released).toEqual(["large"]);
});

test("what was used much, but long ago, goes in the end", async () => {
  const { use, released } = poolOf(25);
  for (let time = 0; time < 5; time++) await use("old");

  for (let time = 0; time < 12; time++) {
    await use("b");
    await use("c");
  }

  expect(released).toContain("old");
});

test("what is in use stays, and leaves when it is done if it is still too much", async () => {
  const { pool, use, released } = poolOf(15);
  const { promise, resolve } = Promise.withResolvers<void>();
  const busy = use("busy", {}, () => promise);
  await use("other");
  const meanwhile = [...released];

  resolve();
  await busy;

  expect(meanwhile).toEqual([]);
  expect(pool.openKeys()).toHaveLength(1);
});

test("what is pinned stays, however little it is worth", async () => {
  const { pool, use, released } = poolOf(15);
  pool.pin("pinned");
  await use("pinned", { loadMs: 0 });

  await use("a");
  await use("b");

  expect(released).toEqual(["a"]);
  expect(pool.openKeys()).toEqual(["pinned", "b"]);
});

test("what is larger than the budget is opened once and used as often as wanted", async () => {
  const { use, opened } = poolOf(5);

  for (let time = 0; time < 5; time++) await use("large");

  expect(opened).toEqual(["large"]);
});
