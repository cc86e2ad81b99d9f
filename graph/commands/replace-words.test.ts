import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findWords } from "../find-words.ts";
import type { Found } from "../find-words.ts";
import { graphOf, testLibrary, withParams } from "../graph-for-tests.ts";
import { applyPatch, invertPatch } from "../patch.ts";
import type { Graph } from "../schema.ts";
import { addGroup, addNote } from "./add-records.ts";
import { replaceWords } from "./replace-words.ts";
import { updateNode } from "./update-records.ts";

const wanted = (words: string, matchCase = false) => ({ words, matchCase });
const place = ({ id, place: where, label }: Found) => `${id} ${where} ${label}`;

/** Two nodes that are wired through a port of their own making, a frame and a note. */
const start = (() => {
  let graph: Graph = graphOf("a: template", "b: template", "a.text -> b.blue", "t: threshold", "c: camera");
  graph = withParams(graph, "a", { names: ["Blue sky", "sea"] });
  graph = withParams(graph, "b", { names: ["blue"], size: 12 });
  graph = withParams(graph, "t", { label: "blue", least: 0.5 });
  graph = applyPatch(graph, updateNode(graph, { nodeId: "c", changes: { title: "Blue camera" } }));
  const size = { width: 100, height: 50 };
  graph = applyPatch(graph, addGroup(graph, { id: "g", title: "All blue", position: { x: 0, y: 0 }, size }));
  return applyPatch(graph, addNote(graph, { id: "n", text: "blue, blue", position: { x: 0, y: 0 }, size }));
})();

function replaced(words: string, by: string, graph = start) {
  const found = findWords(graph, testLibrary, wanted(words));
  const { patch, replacements } = replaceWords(graph, testLibrary, { found, wanted: wanted(words), by });
  return { graph: applyPatch(graph, patch), patch, replacements };
}

describe("words are found", () => {
  test("in titles, params at any depth, frames and notes, in the order in which nodes run", () => {
    expect(findWords(start, testLibrary, wanted("blue")).map(place)).toEqual([
      "a param names",
      "t param Label",
      "c title Title",
      "b param names",
      "g text Title of the frame",
      "n text Text",
    ]);
  });

  test("in the node's type, which cannot be replaced", () => {
    expect(findWords(start, testLibrary, wanted("threshold"))).toMatchObject([
      { id: "t", place: "type", isFixed: true },
    ]);
  });

  test("with the same capitals only, where that is wanted, and as they stand: no sign is a pattern", () => {
    expect(findWords(start, testLibrary, wanted("Blue", true)).map(({ id }) => id)).toEqual(["a", "c"]);
    expect(findWords(start, testLibrary, wanted("bl.e"))).toEqual([]);
    expect(findWords(start, testLibrary, wanted("("))).toEqual([]);
  });

  test("nowhere when there are none", () => {
    expect(findWords(start, testLibrary, wanted(""))).toEqual([]);
  });
});

describe("words are replaced", () => {
  test("wherever that is allowed, in one patch", () => {
    const { graph, patch } = replaced("blue", "red");

    expect(graph.nodes.a?.params).toEqual({ names: ["red sky", "sea"] });
    expect(graph.nodes.t?.params).toEqual({ label: "red", least: 0.5 });
    expect(graph.nodes.c?.title).toBe("red camera");
    expect(graph.groups.g?.title).toBe("All red");
    expect(graph.notes.n?.text).toBe("red, red");
    expect(applyPatch(graph, invertPatch(patch))).toEqual(start);
  });

  test("not where a wire would lose its port", () => {
    const { graph, replacements } = replaced("blue", "red");

    expect(graph.nodes.b).toEqual(start.nodes.b);
    expect(replacements.find(({ found }) => found.id === "b")).toMatchObject({
      reason: "would take away the input “blue”, which has a wire",
    });
  });

  test.each([
    ["a param refuses what comes of it", "0.5", "5", "t", /would be refused: must be at most 1, not 5$/],
    ["a check of the node refuses it", "blue", "none", "t", /"none" is no label/],
    ["a number would be none", "12", "twelve", "b", /would be “twelve”, which is no number/],
    ["a title would be empty", "Blue camera", "", "c", /would be refused: must not be empty/],
    ["it is the type", "Camera", "Film", "c", /is the node's type/],
  ])("not where %s", (_, words, by, id, reason) => {
    const { graph, replacements } = replaced(words, by);

    const refused = replacements.filter((one) => "reason" in one && one.found.id === id);
    expect(refused).toContainEqual(expect.objectContaining({ reason: expect.stringMatching(reason) }));
    expect(graph.nodes[id]?.params).toEqual(start.nodes[id]?.params);
  });

  test("numbers stay numbers", () => {
    expect(replaced("12", "24").graph.nodes.b?.params.size).toBe(24);
  });

  test("as they are: signs of patterns and replacements mean themselves", () => {
    expect(replaced("blue", "$&$1").graph.notes.n?.text).toBe("$&$1, $&$1");
  });

  test("any replacement undone gives the graph before, and leaves every wire its ports", () => {
    fc.assert(
      fc.property(fc.constantFrom("b", "blue", "e", "1", "sea", "."), fc.string({ maxLength: 5 }), (words, by) => {
        const { graph, patch } = replaced(words, by);

        expect(applyPatch(graph, invertPatch(patch))).toEqual(start);
        expect(graph.nodes.b?.params.names).toContain("blue");
      }),
    );
  });
});
