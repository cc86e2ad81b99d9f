import { expect, test } from "vitest";
import { groupVersions } from "./group-versions.ts";
import type { VersionRow } from "./group-versions.ts";

function row(
  number: number,
  { minutesAgo, by = "ada", ...rest }: { minutesAgo: number; by?: string } & Partial<VersionRow>,
) {
  const savedAt = new Date(1_700_000_000_000 - minutesAgo * 60_000);
  const savedBy = { id: by, name: by };
  return { number, name: null, nodeCount: 1, savedBy, savedAt, runCount: 0, tests: null, publishedAs: [], ...rest };
}

function numbers(rows: VersionRow[]): number[][] {
  return groupVersions(rows).map(({ versions }) => versions.map(({ number }) => number));
}

test("saves of one person and sitting are one group; the newest, a pause and another person begin another", () => {
  expect(
    numbers([
      row(9, { minutesAgo: 0 }),
      row(8, { minutesAgo: 1 }),
      row(7, { minutesAgo: 2 }),
      row(6, { minutesAgo: 60 }),
      row(5, { minutesAgo: 61, by: "bo" }),
      row(4, { minutesAgo: 62, by: "bo" }),
    ]),
  ).toEqual([[9], [8, 7], [6], [5, 4]]);
});

test("named and published versions stand by themselves", () => {
  expect(
    numbers([
      row(6, { minutesAgo: 0 }),
      row(5, { minutesAgo: 1 }),
      row(4, { minutesAgo: 1, name: "Good" }),
      row(3, { minutesAgo: 2 }),
      row(2, { minutesAgo: 2, publishedAs: ["count"] }),
      row(1, { minutesAgo: 3 }),
    ]),
  ).toEqual([[6], [5], [4], [3], [2], [1]]);
});
