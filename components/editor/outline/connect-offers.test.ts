import { expect, test } from "vitest";
import { graphOf, testLibrary } from "#graph/graph-for-tests";
import type { Graph } from "#graph/schema";
import { createEditorStore } from "../editor-store.ts";
import type { PortEnd } from "../editor-store.ts";
import { connectOffers, refusalOf, searchConnectOffers } from "./connect-offers.ts";

const stateOf = (graph: Graph) => createEditorStore({ graph, library: testLibrary }).getState();
const words = (graph: Graph, end: PortEnd) =>
  connectOffers(stateOf(graph), end).map(
    ({ title, label, fits, isWired, replaces }) =>
      `${title} ${label}${fits ? "" : ", no fit"}${isWired ? ", wired" : ""}${replaces ? `, now ${replaces}` : ""}`,
  );

test("an input is offered the outputs that give its kind, the nearest before it first, and the others after them", () => {
  const graph = graphOf("c: camera", "r: resize", "m: model", "s: resize", "c.image -> r.image");

  const offers = words(graph, { node: "s", port: "image", side: "input" });

  expect(offers).toEqual(["Resize Image", "Camera Image", "Model Scores, no fit"]);
});

test("an output is offered free inputs before those that a wire would go from", () => {
  const graph = graphOf("c: camera", "d: camera", "r: resize", "s: resize", "c.image -> r.image");

  const offers = words(graph, { node: "d", port: "image", side: "output" });

  expect(offers).toEqual(["Resize Image", "Resize Image, now Camera"]);
});

test("what reads from a node is no source for it", () => {
  const graph = graphOf("r: resize", "s: resize", "r.image -> s.image");

  expect(words(graph, { node: "r", port: "image", side: "input" })).toEqual(["Resize Image, no fit"]);
});

test("a port that does not fit comes with the reason and the nodes that mend it", () => {
  const graph = graphOf("c: camera", "m: model");
  const end: PortEnd = { node: "m", port: "pixels", side: "input" };

  const [offer] = connectOffers(stateOf(graph), end);

  expect(offer?.fits).toBe(false);
  expect(refusalOf(stateOf(graph), end, offer!.end)).toMatchObject({
    reason: expect.stringContaining("needs"),
    converters: ["to-tensor"],
  });
});

test("ports are found by the words of their node, their own, and their kind", () => {
  const graph = graphOf("c: camera", "m: model", "s: resize");
  const offers = connectOffers(stateOf(graph), { node: "s", port: "image", side: "input" });

  expect(searchConnectOffers(offers, "model sco").map(({ title }) => title)).toEqual(["Model"]);
  expect(searchConnectOffers(offers, "IMAGE").map(({ title }) => title)).toEqual(["Camera"]);
});
