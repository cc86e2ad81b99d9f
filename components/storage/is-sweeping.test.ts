import { expect, test } from "vitest";
import { isSweeping } from "./is-sweeping.ts";

const none = { maxAgeDays: null, maxRuns: null, maxBytes: null };
const some = { ...none, maxRuns: 10 };
const changed = { by: "Ada", at: new Date(2_000) };
const ended = { id: "a", startedAt: new Date(1_000), endedAt: new Date(1_500), removedRuns: 3, freedBytes: 1 };

test("rules that were set are applied until they were; a sweep that has not ended goes on", () => {
  expect(isSweeping({ rules: some, changed, sweptAt: null, sweeps: [] })).toBe(true);
  expect(isSweeping({ rules: some, changed, sweptAt: new Date(1_000), sweeps: [ended] })).toBe(true);
  expect(isSweeping({ rules: some, changed, sweptAt: new Date(3_000), sweeps: [ended] })).toBe(false);
  expect(isSweeping({ rules: none, changed, sweptAt: null, sweeps: [{ ...ended, endedAt: null }] })).toBe(true);
});

test("where every rule was taken away nothing is awaited", () => {
  expect(isSweeping({ rules: none, changed, sweptAt: new Date(1_000), sweeps: [ended] })).toBe(false);
  expect(isSweeping({ rules: none, changed: null, sweptAt: null, sweeps: [] })).toBe(false);
});
