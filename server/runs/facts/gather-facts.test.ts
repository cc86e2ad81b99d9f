import { expect, test } from "vitest";
import type { RecordedFlow } from "../../../graph/recorded-values.ts";
import type { RunEvent } from "../../../graph/run-events.ts";
import { emptyGraph, type Graph } from "../../../graph/schema.ts";
import { factsBeforeEnd } from "./facts-before-end.ts";
import { createFactGatherer } from "./gather-facts.ts";
import { startFacts } from "./start-facts.ts";

const HASH = "f".repeat(64);

function graphOf(
  nodes: Record<string, { type: string; params: Record<string, unknown> }>,
  wires: [string, string][],
): Graph {
  const end = (words: string) => ({ node: words.split(".")[0]!, port: words.split(".")[1]! });
  return {
    ...emptyGraph,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, node]) => [id, { id, version: 1, position: { x: 0, y: 0 }, ...node }]),
    ),
    edges: Object.fromEntries(
      wires.map(([from, to], index) => [`e${index}`, { id: `e${index}`, from: end(from), to: end(to) }]),
    ),
  } as Graph;
}

const graph = graphOf(
  {
    in: { type: "workflow-input", params: { name: "threshold", kind: "number", sample: 0.5 } },
    model: { type: "classify-image", params: { model: { hash: HASH, name: "digits", inputs: [], outputs: [] } } },
    out: { type: "workflow-output", params: { name: "label" } },
    other: { type: "workflow-output", params: { name: "found" } },
  },
  [
    ["model.result", "out.value"],
    ["in.value", "other.value"],
  ],
);

const number = (value: number): RecordedFlow => ({ kind: "number", preview: { kind: "number", value }, inline: value });
const labels: RecordedFlow = {
  kind: "classification",
  preview: {
    kind: "classification",
    count: 2,
    labels: [
      { label: "Seven", probability: 0.9 },
      { label: "One", probability: 0.1 },
    ],
  },
  inline: {},
};

function finished(nodeId: string, outputs: Record<string, RecordedFlow>, more: object = {}): RunEvent {
  return { type: "step.finished", nodeId, at: 1, durationMs: 1, outputs, ...more };
}

test("a run can be found by its inputs and their samples, its models, its trigger and who started it", () => {
  const run = { graph, subGraphs: {}, trigger: "form", startedBy: "ada" } as const;

  expect(startFacts({ ...run, inputs: {} })).toEqual({
    terms: ["g:form", "p:ada", `m:${HASH}`],
    numbers: { "i:threshold": 0.5 },
  });
  const given = startFacts({
    ...run,
    inputs: { threshold: 0.25, name: "Ada", isOn: true, many: [1, 2, 2, "x"], long: "x".repeat(300) },
  });
  expect(given.numbers).toEqual({ "i:threshold": 0.25, "i:many": [1, 2] });
  expect(given.terms.slice(3)).toEqual(["i:name=ada", "i:isOn=true", "i:many=x"]);
});

test("and once it has ended by its outputs, the devices of its models and the words of its error", () => {
  const gatherer = createFactGatherer(graph);
  gatherer.add(finished("model", { result: labels }, { device: "webgpu + cpu" }));
  gatherer.add(finished("in", { value: { count: 2, items: [number(3), number(4)] } }));
  gatherer.add(finished("inner/model", { result: number(1) }));

  const { terms, numbers } = gatherer.facts({ kind: "memory-limit", message: "It took too much." });
  expect(terms).toEqual([
    "d:webgpu",
    "d:cpu",
    ...["it", "took", "too", "much", "memory", "limit"].flatMap((word) => [`e:${word}`, `w:${word}`]),
    "o:label=seven",
  ]);
  expect(numbers).toEqual({ "o:found": [3, 4] });
});

test("a run that goes on after its worker died keeps what its first attempt gave", () => {
  const gatherer = createFactGatherer(graph, { model: { durationMs: 1, device: "cpu", outputs: { result: labels } } });

  expect(gatherer.facts(undefined).terms).toEqual(["d:cpu", "o:label=seven"]);
});

test("steps from the cache are counted as they come, and one that ran after all is taken off again", () => {
  const cached = { cached: { runId: "r", at: 1, savedMs: 5 } };
  const gatherer = createFactGatherer(graph);
  gatherer.add(finished("model", {}, cached));
  gatherer.add(finished("in", {}, cached));
  gatherer.add(finished("model/inner", {}, cached));
  expect(gatherer.takeCached()).toBe(2);
  expect(gatherer.takeCached()).toBe(0);

  gatherer.add(finished("model", {}));
  expect(gatherer.takeCached()).toBe(-1);
});

test("a run that is retried is not found by the error and the outputs that it had", () => {
  const facts = factsBeforeEnd({
    terms: ["g:api", "t:old", "w:old", "e:lost", "w:lost", "o:label=7", "i:name=x"],
    numbers: { "i:threshold": 1, "o:count": 2 },
    tags: ["old"],
    note: "",
  });
  expect(facts).toEqual({ terms: ["g:api", "i:name=x", "t:old", "w:old"], numbers: { "i:threshold": 1 } });
});
