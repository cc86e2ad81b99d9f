import { expect, test } from "vitest";
import { parseRunQuery } from "#graph/run-query/parse-run-query";
import { readRunQuery, readRunSort, runsAddress } from "./run-query-url.ts";

test("a query comes back from its address as it was", () => {
  const query = 'workflow:"Read & write" cached:>50% +x';
  const search = Object.fromEntries(new URL(runsAddress(query), "http://localhost").searchParams);

  expect(readRunQuery(search)).toBe(query);
  expect(runsAddress("")).toBe("/runs");
});

test("of a query in an address that is too long nothing is left out, so that it can be said", () => {
  const query = `-tag:a ${"status:failed ".repeat(150)}`;

  expect(readRunQuery({ q: query })).toBe(query);
  expect(parseRunQuery(readRunQuery({ q: query })).problems).toEqual([
    {
      start: 2_000,
      end: 2_107,
      message: "This query has 2,107 characters, and one takes up to 2,000. Leave some words out.",
    },
  ]);
});

test("addresses that name a status and a workflow are still understood, and what is none is left out", () => {
  const workflow = "0f8fad5b-d9cb-469f-a165-70867728950e";
  expect(readRunQuery({ status: "failed", workflow })).toBe(`status:failed workflow:${workflow}`);
  expect(readRunQuery({ status: ["a"], workflow: "x" })).toBe("");
});

test("an order comes back from its address, and what is none is left out", () => {
  const search = Object.fromEntries(new URL(runsAddress("a", "largest"), "http://localhost").searchParams);

  expect(readRunSort(search)).toBe("largest");
  expect(readRunQuery(search)).toBe("a");
  expect(runsAddress("", "largest")).toBe("/runs?sort=largest");
  expect(readRunSort({ sort: "newest" })).toBeNull();
});
