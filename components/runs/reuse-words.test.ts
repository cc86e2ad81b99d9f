import { describe, expect, test } from "vitest";
import { queuedRun, reduceRun } from "#graph/reduce-run";
import type { RunEvent, RunReason } from "#graph/run-events";
import { definitions } from "#nodes/definitions";
import { cardOf } from "../editor/nodes/card-of.ts";
import { portWordsOf } from "./port-words.ts";
import { cachedSentence, cachedShareText, reasonSentence } from "./reuse-words.ts";

const now = new Date("2026-11-28T12:00:00Z");
const minutesAgo = (minutes: number) => now.getTime() - minutes * 60_000;
const node = { id: "a", type: "resize-image", version: 1, position: { x: 0, y: 0 }, params: {} };
const graph = { schemaVersion: 1, nodes: { a: node }, edges: {}, notes: {}, groups: {} } as const;
const words = portWordsOf(cardOf(graph, definitions, "a")!);

describe("why a step ran", () => {
  test.each<[RunReason, string]>([
    [{ kind: "first" }, "It ran because no run of this workflow had got through it before."],
    [{ kind: "params", params: ["width"] }, "It ran because “Width” changed since it last ran."],
    [{ kind: "params", params: ["width", "height"] }, "It ran because “Width” and “Height” changed since it last ran."],
    [{ kind: "inputs", ports: ["image"] }, "It ran because what arrives at “Image” changed since it last ran."],
    [{ kind: "inputs", ports: [] }, "It ran because the run was given another value for it."],
    [{ kind: "off" }, "It runs each time, because its cache is off."],
    [{ kind: "asked" }, "It ran because the run was started without the cache."],
    [{ kind: "small" }, "Nothing changed. It ran because that takes less time than keeping its result."],
  ])("%j", (reason, sentence) => {
    expect(reasonSentence(reason, words)).toBe(sentence);
  });

  test("names a param that the node type no longer has as it is stored", () => {
    expect(reasonSentence({ kind: "params", params: ["gone"] }, words)).toContain("“gone”");
  });
});

test("a cached result says from which run it is, how old it is, and what it spared", () => {
  const cached = { runId: "r", runNumber: 1_200, at: minutesAgo(5), savedMs: 3_200 };

  expect(cachedSentence(cached, now)).toBe("Taken from run 1,200, 5 min ago. That spared 3.2 s.");
});

test("a run says how many of its steps were cached, and nothing where none was", () => {
  const finished = (nodeId: string, cached: boolean): RunEvent => ({
    type: "step.finished",
    nodeId,
    at: 1,
    durationMs: 0,
    outputs: {},
    ...(cached && { cached: { runId: "r", at: minutesAgo(1), savedMs: 250 } }),
  });
  const stateOf = (...events: RunEvent[]) => events.reduce(reduceRun, queuedRun);

  expect(cachedShareText(stateOf(finished("a", true), finished("b", false), finished("c", true)))).toBe(
    "2 of 3 steps cached, 500 ms spared",
  );
  expect(cachedShareText(stateOf(finished("a", false)))).toBeNull();
});
