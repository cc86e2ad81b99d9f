import { expect, test } from "vitest";
import { freeBytes } from "./free-bytes.ts";

test("bytes that are all of their memory are empty afterwards", () => {
  const bytes = new Uint8Array(1_000);

  freeBytes(bytes);

  expect(bytes.byteLength).toBe(0);
  expect((bytes.buffer as ArrayBuffer).detached).toBe(true);
});

test("bytes that share their memory with others stay as they are", () => {
  const whole = new Uint8Array([1, 2, 3, 4]);
  const shared = new Uint8Array(new SharedArrayBuffer(4));

  freeBytes(whole.subarray(1, 3));
  freeBytes(shared);

  expect([...whole]).toEqual([1, 2, 3, 4]);
  expect(shared.byteLength).toBe(4);
});
