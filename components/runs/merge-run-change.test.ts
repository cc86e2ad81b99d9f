import { expect, test } from "vitest";
import { mergeRunChange } from "./merge-run-change.ts";
import type { RunRow, RunsPage } from "./run-row.ts";

function row(number: number, more: Partial<RunRow> = {}): RunRow {
  return {
    id: `run-${number}`,
    number,
    workflowId: "shapes",
    workflowTitle: "Find and count shapes",
    part: { kind: "all" },
    status: "running",
    isCancelling: false,
    startedBy: { id: "user", name: "Mara" },
    createdAt: new Date(number),
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    stepCounts: { total: 1, running: 0, succeeded: 0, failed: 0, skipped: 0 },
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

test("a new run stands on top", () => {
  expect(numbers(mergeRunChange(pagesOf([3, 2], [1]), row(4), {}))).toEqual([[4, 3, 2], [1]]);
});

test("the first run of all fills the empty page", () => {
  expect(numbers(mergeRunChange(pagesOf([]), row(1), {}))).toEqual([[1]]);
});

test("a run that is known is replaced where it stands", () => {
  const pages = mergeRunChange(pagesOf([3, 2], [1]), row(2, { status: "failed" }), {});

  expect(numbers(pages)).toEqual([[3, 2], [1]]);
  expect(pages[0]!.items[1]!.status).toBe("failed");
});

test("a run that no longer fits the filter leaves the list", () => {
  const pages = mergeRunChange(pagesOf([3, 2]), row(3, { status: "succeeded" }), { status: "running" });

  expect(numbers(pages)).toEqual([[2]]);
});

test("a run that does not fit the filter does not enter the list", () => {
  expect(numbers(mergeRunChange(pagesOf([3]), row(4, { workflowId: "wine" }), { workflowId: "shapes" }))).toEqual([
    [3],
  ]);
});

test("a run older than what is loaded waits for its page", () => {
  const pages: RunsPage[] = [{ items: [row(9), row(8)], nextCursor: 8 }];

  expect(numbers(mergeRunChange(pages, row(3), {}))).toEqual([[9, 8]]);
});
