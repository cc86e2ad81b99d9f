import { expect, test } from "vitest";
import { graphOf } from "#graph/graph-for-tests";
import { connectedTo, downstreamOf, lineageOf, upstreamOf } from "./lineage.ts";

// a → b → c, a → d → c, and e by itself.
const graph = graphOf(
  "a: camera",
  "b: resize",
  "c: pair",
  "d: resize",
  "e: camera",
  "a.image -> b.image",
  "b.image -> c.left",
  "a.image -> d.image",
  "d.image -> c.right",
);
const names = (ids: Iterable<string>) => [...ids].sort().join("");

test("upstream is all that a node depends on, downstream all that depends on it", () => {
  expect(names(upstreamOf(graph, ["b"]))).toBe("ab");
  expect(names(upstreamOf(graph, ["c"]))).toBe("abcd");
  expect(names(downstreamOf(graph, ["b"]))).toBe("bc");
  expect(names(downstreamOf(graph, ["a"]))).toBe("abcd");
});

test("connected is whatever any path of wires leads to", () => {
  expect(names(connectedTo(graph, ["b"]))).toBe("abcd");
  expect(names(connectedTo(graph, ["e"]))).toBe("e");
});

test("the lineage of a node leaves out what runs beside it", () => {
  const lineage = lineageOf({ graph, selection: new Set(["b"]) })!;

  expect(names(lineage.nodes)).toBe("abc");
  expect([...lineage.edges].sort()).toEqual(["e1", "e2"]);
  expect([lineage.before, lineage.after]).toEqual([1, 1]);
});

test("that of a wire is what flows into it and what it flows into", () => {
  const lineage = lineageOf({ graph, selection: new Set(["e2"]) })!;

  expect(names(lineage.nodes)).toBe("abc");
  expect([...lineage.edges].sort()).toEqual(["e1", "e2"]);
});

test("with nothing selected that has wires there is none", () => {
  expect(lineageOf({ graph, selection: new Set() })).toBeNull();
  expect(lineageOf({ graph, selection: new Set(["note:n"]) })).toBeNull();
});

test("a graph with a cycle is walked once", () => {
  const round = graphOf("a: resize", "b: resize", "a.image -> b.image", "b.image -> a.image");

  expect(names(upstreamOf(round, ["a"]))).toBe("ab");
});
