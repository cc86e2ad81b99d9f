import { expect, test } from "vitest";
import { createBufferPool } from "./buffer-pool.ts";

test("what was given back is taken again, by whoever needs as much", () => {
  const pool = createBufferPool();
  const first = pool.take(100_000);
  pool.give(first.subarray(8, 20));

  const second = pool.take(120_000);
  const third = pool.take(120_000);

  expect([first.length, second.length]).toEqual([100_000, 120_000]);
  expect(second.buffer).toBe(first.buffer);
  expect(third.buffer).not.toBe(first.buffer);
});

test("nothing is handed out twice, though it is given back twice", () => {
  const pool = createBufferPool();
  const first = pool.take(100_000);
  pool.give(first);
  pool.give(first);

  expect(pool.take(100_000).buffer).not.toBe(pool.take(100_000).buffer);
});

test("small ones, those of others, and those beyond what may be held are let go", () => {
  const pool = createBufferPool({ heldBytes: 150_000 });
  const [one, other] = [pool.take(100_000), pool.take(100_000)];
  pool.give(pool.take(10));
  pool.give(Buffer.alloc(131_072));
  pool.give(one);
  pool.give(other);

  expect(pool.take(100_000).buffer).toBe(one.buffer);
  expect(pool.take(100_000).buffer).not.toBe(other.buffer);
});
