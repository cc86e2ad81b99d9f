import { expect, test } from "vitest";
import { findProblems } from "#graph/find-problems";
import { graphOf, testLibrary } from "#graph/graph-for-tests";
import type { Graph } from "#graph/schema";
import { outlineRows, titleOfRow } from "./outline-rows.ts";
import type { OutlineDocument } from "./outline-rows.ts";

function documentOf(graph: Graph): OutlineDocument {
  return { graph, library: testLibrary, problems: findProblems(graph, testLibrary), subGraphs: undefined };
}

/** Rows as a tree in text: deeper ones further in, "+" can be opened, "-" can be closed. */
function shown(document: OutlineDocument, ...toggled: string[]): string[] {
  return outlineRows(document, new Set(toggled)).map((row) => {
    const sign = row.isOpen === null ? "" : row.isOpen ? "- " : "+ ";
    return `${"  ".repeat(row.level - 1)}${sign}${titleOfRow(document, row)}`;
  });
}

test("nodes stand in the order in which they run, whatever their order in the document", () => {
  const graph = graphOf("s: resize", "c: camera", "c.image -> s.image");

  expect(shown(documentOf(graph))).toEqual(["+ Camera", "+ Resize"]);
});

test("an open node shows what is wrong with it, then its inputs, then its outputs", () => {
  const graph = graphOf("s: resize");

  const [node, problem, ...ports] = shown(documentOf(graph), "s");

  expect(node).toBe("- Resize");
  expect(problem).toContain("Image");
  expect(ports).toEqual(["  Image", "  Image"]);
});

test("a frame stands where its first node runs, with those in it, and can be closed", () => {
  const bare = graphOf("c: camera", "s: resize", "t: to-tensor", "c.image -> s.image", "s.image -> t.image");
  const nodes = { ...bare.nodes };
  for (const [id, x] of [
    ["c", 0],
    ["s", 1_000],
    ["t", 1_300],
  ] as const) {
    nodes[id] = { ...bare.nodes[id]!, position: { x, y: 100 } };
  }
  const frame = { id: "f", title: "Prepare", position: { x: 950, y: 0 }, size: { width: 900, height: 400 } };
  const document = documentOf({ ...bare, nodes, groups: { f: frame } });

  expect(shown(document)).toEqual(["+ Camera", "- Prepare", "  + Resize", "  + To tensor"]);
  expect(shown(document, "frame:f")).toEqual(["+ Camera", "+ Prepare"]);
});

test("each row says where it stands among its siblings", () => {
  const graph = graphOf("c: camera", "s: resize", "c.image -> s.image");

  const places = outlineRows(documentOf(graph), new Set(["s"])).map(({ place, siblings }) => `${place} of ${siblings}`);

  expect(places).toEqual(["1 of 2", "2 of 2", "1 of 2", "2 of 2"]);
});

test("nodes on a cycle come last, and none is lost", () => {
  const graph = graphOf("a: resize", "b: resize", "c: camera", "a.image -> b.image", "b.image -> a.image");

  expect(shown(documentOf(graph))).toEqual(["+ Camera", "+ Resize", "+ Resize"]);
});
