import { expect, test } from "vitest";
import { followingOf, followList } from "./follow-list.ts";
import { graphOf, testLibrary } from "./graph-for-tests.ts";

const follow = (from: string, lines: string[], bypassed?: string) => {
  const graph = graphOf("a: album", ...lines);
  if (bypassed) graph.nodes[bypassed] = { ...graph.nodes[bypassed]!, disabled: "bypass" };
  const [node = "", port = ""] = from.split(".");
  return followingOf(followList(graph, testLibrary, "a"), { node, port });
};

test("what is lifted over the list follows it item by item, with the lists that it makes of an item", () => {
  const lines = ["b: crop", "c: count", "a.images -> b.image", "b.crops -> c.items"];

  expect(follow("b.crops", lines)).toEqual({ by: "item" });
  expect(follow("c.count", lines)).toEqual({ by: "item" });
});

test("from a node on that takes the list as a whole, also beside an item, all of it counts", () => {
  const lines = ["c: count", "p: pair", "a.images -> c.items", "a.images -> p.left", "c.count -> p.right"];

  expect(follow("c.count", lines)).toEqual({ by: "whole", node: "c", why: "takes-list" });
  expect(follow("p.both", lines)).toEqual({ by: "whole", node: "c", why: "takes-list" });
});

test("what no wire leads to from the list does not hang on it", () => {
  expect(follow("b.image", ["o: camera", "b: resize", "o.image -> b.image"])).toBeUndefined();
});

test("a bypassed node passes on how its input hangs on the list, lists and all", () => {
  const lines = ["s: sink", "a.images -> s.value"];

  expect(follow("s.value", lines)).toEqual({ by: "whole", node: "s", why: "takes-list" });
  expect(follow("s.value", lines, "s")).toEqual({ by: "item" });
});
