import { expect, test } from "vitest";
import { emptyGraph, type Graph } from "../../../graph/schema.ts";
import { createTimeGatherer } from "./gather-times.ts";

const HASH = "f".repeat(64);

function graphOf(titles: Record<string, string>): Graph {
  const node = (id: string, title: string) => ({
    id,
    type: "evaluate",
    version: 1,
    position: { x: 0, y: 0 },
    params: {},
    title,
  });
  return {
    ...emptyGraph,
    nodes: Object.fromEntries(Object.entries(titles).map(([id, title]) => [id, node(id, title)])),
  };
}

test("the time of a run is told by the titles of its nodes and by its models, the costliest first", () => {
  const gatherer = createTimeGatherer(graphOf({ a: "Read", b: "Classify", c: "Read" }));
  gatherer.add("a", { durationMs: 2 });
  gatherer.add("b", { durationMs: 30, models: { [HASH]: 25.5 } });
  gatherer.add("c", { durationMs: 3 });

  expect(gatherer.times()).toEqual({
    computed: ["n:Classify", "n:Read", `m:${HASH}`],
    computedMs: [30, 5, 25.5],
    savedMs: 0,
  });
});

test("steps within a workflow count for the node that runs it, once", () => {
  const gatherer = createTimeGatherer(graphOf({ laid: "Laid out", whole: "As a whole" }));
  gatherer.add("laid/a", { durationMs: 2, models: { [HASH]: 1 } });
  gatherer.add("laid/b", { durationMs: 3 });
  gatherer.add("whole/a", { durationMs: 4 });
  gatherer.add("whole", { durationMs: 5 });

  expect(gatherer.times()).toMatchObject({
    computed: ["n:As a whole", "n:Laid out", `m:${HASH}`],
    computedMs: [5, 5, 1],
  });
});

test("a reused result takes no time and tells what it spared, unless its step ran after all", () => {
  const gatherer = createTimeGatherer(graphOf({ a: "A", b: "B" }));
  const cached = { runId: "r", at: 1, savedMs: 40.4 };
  gatherer.add("a", { durationMs: 0, cached });
  gatherer.add("b", { durationMs: 0, cached });
  gatherer.add("b", { durationMs: 7 });

  expect(gatherer.times()).toEqual({ computed: ["n:B"], computedMs: [7], savedMs: 40 });
});

test("of a run with thousands of nodes the costliest are kept, and no title is too long or cannot be stored", () => {
  const titles = Object.fromEntries(
    Array.from({ length: 2_000 }, (_, index) => [`n${index}`, `\0${"x".repeat(300)} ${index}`]),
  );
  const gatherer = createTimeGatherer(graphOf({ ...titles, last: "Last" }));
  for (const id of Object.keys(titles)) gatherer.add(id, { durationMs: 1 });
  gatherer.add("last", { durationMs: 3_000 });

  const { computed } = gatherer.times();

  expect(computed[0]).toBe("n:Last");
  expect(computed).toHaveLength(2);
  expect(computed[1]).toHaveLength(202);
  expect(computed[1]).not.toContain("\0");
});
