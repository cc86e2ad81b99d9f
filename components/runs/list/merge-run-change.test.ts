import { describe, expect, test } from "vitest";
import { mergeRunChange } from "./merge-run-change.ts";
import type { RunRow, RunsPage } from "../run-row.ts";

function row(number: number, more: Partial<RunRow> = {}): RunRow {
  return {
    id: `run-${number}`,
    number,
    workflowId: "shapes",
    workflowTitle: "Find and count shapes",
    version: 1,
    part: { kind: "all" },
    status: "running",
    trigger: "editor",
    isCancelling: false,
    startedBy: { id: "user", name: "Mara" },
    createdAt: new Date(number),
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    stepCounts: { total: 1, running: 0, succeeded: 0, failed: 0, skipped: 0 },
    cachedSteps: 0,
    devices: [],
    tags: [],
    note: "",
    isStarred: false,
    sizeBytes: null,
    ...more,
  };
}

function pagesOf(...pages: number[][]): RunsPage[] {
  return pages.map((numbers, index) => ({
    items: numbers.map((number) => row(number)),
    nextCursor: index < pages.length - 1 ? numbers.at(-1)! : null,
  }));
}

const numbers = (pages: RunsPage[]) => pages.map(({ items }) => items.map(({ number }) => number));

/** A run that matches the query. */
const match = (number: number, more: Partial<RunRow> = {}) => ({ row: row(number, more), isMatch: true });

test("a new run stands on top", () => {
  expect(numbers(mergeRunChange(pagesOf([3, 2], [1]), match(4)))).toEqual([[4, 3, 2], [1]]);
});

test("the first run of all fills the empty page", () => {
  expect(numbers(mergeRunChange(pagesOf([]), match(1)))).toEqual([[1]]);
});

test("a run that is known is replaced where it stands", () => {
  const pages = mergeRunChange(pagesOf([3, 2], [1]), match(2, { status: "failed" }));

  expect(numbers(pages)).toEqual([[3, 2], [1]]);
  expect(pages[0]!.items[1]!.status).toBe("failed");
});

test("a run that no longer matches leaves the list", () => {
  expect(numbers(mergeRunChange(pagesOf([3, 2]), { row: row(3), isMatch: false }))).toEqual([[2]]);
});

test("a run that does not match does not enter the list", () => {
  expect(numbers(mergeRunChange(pagesOf([3]), { row: row(4), isMatch: false }))).toEqual([[3]]);
});

test("a run that matches only now takes its place among the loaded ones", () => {
  expect(numbers(mergeRunChange(pagesOf([9, 6], [3]), match(7)))).toEqual([[9, 7, 6], [3]]);
  expect(numbers(mergeRunChange(pagesOf([9, 6], [3]), match(4)))).toEqual([
    [9, 6],
    [4, 3],
  ]);
});

test("a run older than what is loaded waits for its page", () => {
  const pages: RunsPage[] = [{ items: [row(9), row(8)], nextCursor: 8 }];

  expect(numbers(mergeRunChange(pages, match(3)))).toEqual([[9, 8]]);
});

test("a run among those that were looked through without a match enters the page that looked there", () => {
  const pages: RunsPage[] = [{ items: [row(9)], nextCursor: 4 }];

  expect(numbers(mergeRunChange(pages, match(5)))).toEqual([[9, 5]]);
});

describe("in another order", () => {
  const of = (number: number, durationMs: number | null) => row(number, { durationMs, status: "succeeded" });
  /** By duration, the longest first; more follow behind 20 ms. */
  const pages: RunsPage[] = [
    { items: [of(2, 90), of(5, 70)], nextCursor: { value: 70, number: 5 } },
    { items: [of(4, 50), of(1, 20)], nextCursor: { value: 20, number: 1 } },
  ];
  const merge = (changed: RunRow, isMatch = true) =>
    numbers(mergeRunChange(pages, { row: changed, isMatch }, "longest"));

  test("a run that has ended stands in its place, and one behind what is loaded comes with its page", () => {
    expect(merge(of(6, 100))).toEqual([
      [6, 2, 5],
      [4, 1],
    ]);
    expect(merge(of(6, 60))).toEqual([
      [2, 5],
      [6, 4, 1],
    ]);
    expect(merge(of(6, 10))).toEqual([
      [2, 5],
      [4, 1],
    ]);
  });

  test("a run that goes on has no place, and one that is retried loses its own", () => {
    expect(merge(of(6, null))).toEqual(numbers(pages));
    expect(merge(of(4, null))).toEqual([[2, 5], [1]]);
  });

  test("a run whose place is the same is replaced, another moves, and one that no longer matches goes", () => {
    const starred = mergeRunChange(pages, match(5, { durationMs: 70, isStarred: true }), "longest");

    expect(starred[0]!.items[1]).toMatchObject({ number: 5, isStarred: true });
    expect(merge(of(5, 40))).toEqual([[2], [4, 5, 1]]);
    expect(merge(of(2, 90), false)).toEqual([[5], [4, 1]]);
  });
});
