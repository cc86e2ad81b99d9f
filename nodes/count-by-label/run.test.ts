import { afterAll, expect, test } from "vitest";
import { openTableEngine } from "#server/tables/open-table-engine";
import type { Detection } from "#graph/values";
import { runNode } from "../run-node-for-tests.ts";
import { countByLabel } from "./definition.ts";
import { runCountByLabel } from "./run.ts";

const tables = await openTableEngine();
afterAll(() => tables.close());

const things = (...labels: string[]): Detection[] =>
  labels.map((label, i) => ({ x: 0, y: 0, width: 1, height: 1, label, classIndex: 0, score: 0.5 + i / 10 }));

async function count(items: Detection[], params: Record<string, unknown> = {}) {
  const detections = { width: 9, height: 9, items };
  const outputs = await runNode(countByLabel, runCountByLabel, { inputs: { detections }, params, context: { tables } });
  return { csv: Buffer.from(await tables.encode(outputs.table, "csv")).toString(), counts: outputs.counts };
}

test("most frequent first, equal ones by name, each with its best score", async () => {
  const { csv, counts } = await count(things("star", "circle", "star", "arc"));

  expect(csv.trim().split(/\r?\n/)).toEqual(["label,count,best_score", "star,2,0.7", "arc,1,0.8", "circle,1,0.6"]);
  expect(counts).toEqual({ star: 2, circle: 1, arc: 1 });
});

test("labels that are named have a row where there are none", async () => {
  const { csv, counts } = await count(things("b"), { labels: ["a", "b"] });

  expect(csv.trim().split(/\r?\n/)).toEqual(["label,count,best_score", "b,1,0.5", "a,0,"]);
  expect(counts).toEqual({ b: 1, a: 0 });
});

test("nothing found is a table of no rows", async () => {
  const { csv, counts } = await count([]);

  expect(csv.trim()).toBe("label,count,best_score");
  expect(counts).toEqual({});
});

test("a label may be any text", async () => {
  const { counts } = await count(things("__proto__", "__proto__"));

  expect(Object.entries(counts as object)).toEqual([["__proto__", 2]]);
});
