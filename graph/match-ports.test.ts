import { expect, test } from "vitest";
import { matchPorts } from "./match-ports.ts";
import type { RecordedFlow, RecordedValue } from "./recorded-values.ts";
import { waitingNode } from "./reduce-run.ts";

const number = (value: number): RecordedValue => ({
  kind: "number",
  preview: { kind: "number", value },
  inline: value,
});
const file = (name: string, digit: string): RecordedValue => {
  const artifact = { hash: digit.repeat(64), sizeBytes: 1, mediaType: "text/plain" };
  return { kind: "file", preview: { kind: "file", name, mediaType: "text/plain", sizeBytes: 1 }, artifact };
};
const run = (outputs: Record<string, RecordedFlow>) => ({ nodes: { step: { ...waitingNode, outputs } } });
const stateOf = (a: RecordedFlow, b: RecordedFlow) => matchPorts(run({ out: a }), run({ out: b }))[0]!.state;

test("ports of both runs are listed, with the side on which nothing went through them", () => {
  const pairs = matchPorts(run({ both: number(1), before: number(1) }), run({ both: number(2), after: number(1) }));

  expect(pairs.map(({ port, state }) => [port, state])).toEqual([
    ["both", "differs"],
    ["before", "only-a"],
    ["after", "only-b"],
  ]);
});

test("steps that only one run has are listed as well", () => {
  expect(matchPorts({ nodes: {} }, run({ out: number(1) }))).toMatchObject([{ nodeId: "step", state: "only-b" }]);
});

test.each<[string, RecordedFlow, RecordedFlow, string]>([
  ["values of one content", number(1), number(1), "same"],
  ["files of one content", file("a", "1"), file("a", "1"), "same"],
  ["files of one content under other names", file("a", "1"), file("b", "1"), "differs"],
  ["lists item by item", { count: 2, items: [number(1), null] }, { count: 2, items: [number(1), null] }, "same"],
  ["lists with a hole", { count: 2, items: [number(1), null] }, { count: 2, items: [number(1), number(2)] }, "differs"],
  ["lists of other lengths", { count: 1, items: [number(1)] }, { count: 2, items: [number(1), number(1)] }, "differs"],
  ["a list and a value", { count: 1, items: [number(1)] }, number(1), "differs"],
])("%s", (_, a, b, expected) => {
  expect(stateOf(a, b)).toBe(expected);
  expect(stateOf(b, a)).toBe(expected);
});

test("lists that are kept whole are told apart by the hash of all of it", () => {
  const list = (digit: string): RecordedFlow => ({
    count: 500,
    items: [number(1)],
    whole: { hash: digit.repeat(64), sizeBytes: 9, mediaType: "application/vnd.patchbay.list" },
  });

  expect(stateOf(list("a"), list("a"))).toBe("same");
  expect(stateOf(list("a"), list("b"))).toBe("differs");
});
