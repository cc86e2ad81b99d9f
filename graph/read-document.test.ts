import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphOf } from "./graph-for-tests.ts";
import { MAX_NODES } from "./limits.ts";
import { parseDocument, readDocument } from "./read-document.ts";
import { emptyGraph } from "./schema.ts";
import type { Graph } from "./schema.ts";

const file = <T = Graph>(graph: T = emptyGraph as T, more: object = {}) => ({ title: "Test", graph, ...more });
const node = (id: string, more: object = {}) => ({
  id,
  type: "resize",
  version: 1,
  position: { x: 0, y: 0 },
  params: {},
  ...more,
});
const withNodes = (...nodes: { id: string }[]) =>
  file({ ...emptyGraph, nodes: Object.fromEntries(nodes.map((one) => [one.id, one])) });

const jsonArbitrary = fc.jsonValue().filter((value) => !JSON.stringify(value).includes("__proto__"));

test("what is written is read back the same, params of unknown node types included", () => {
  fc.assert(
    fc.property(jsonArbitrary, fc.constantFrom("resize", "teleport"), (param, type) => {
      const document = withNodes(node("a", { type, params: { param } }));
      const written = JSON.parse(JSON.stringify(document));
      expect(readDocument(written)).toEqual({ ok: true, file: written });
    }),
  );
});

describe("a document is refused with the place and the reason", () => {
  const rows: [string, unknown, RegExp][] = [
    ["no object", [], /JSON object/],
    ["no graph", { title: "x" }, /graph/],
    ["an empty title", { ...file(), title: "  " }, /title: must not be empty/],
    ["NUL in the title", { ...file(), title: "a\u0000b" }, /title/],
    ["a title that changes the reading direction", { ...file(), title: "a\u202eb" }, /title/],
    ["an unknown field", file(emptyGraph, { owner: "me" }), /owner/],
    ["an unknown field of a node", withNodes(node("a", { run: true })), /nodes\.a.*run/],
    ["a record under another id", file({ ...emptyGraph, nodes: { a: node("b") } }), /another id/],
    ["an id that every object has", withNodes(node("constructor")), /constructor/],
    ["a node type that every object has", withNodes(node("a", { type: "toString" })), /type: is a reserved name/],
    [
      "an id of the prototype",
      JSON.parse(
        '{"title":"x","graph":{"schemaVersion":1,"nodes":{"__proto__":{"id":"__proto__","type":"a","version":1,"position":{"x":0,"y":0},"params":{}}},"edges":{},"notes":{},"groups":{}}}',
      ),
      /nodes/,
    ],
    ["an empty id", withNodes(node("")), /nodes/],
    ["an id of 10,000 characters", withNodes(node("a".repeat(10_000))), /nodes/],
    [
      "a note over the limit",
      file({
        ...emptyGraph,
        notes: { n: { id: "n", text: "x".repeat(50_001), position: { x: 0, y: 0 }, size: { width: 9, height: 9 } } },
      }),
      /notes\.n\.text/,
    ],
    ["a newer schema", file({ ...emptyGraph, schemaVersion: 99 }), /newer Patchbay \(schema version 99/],
  ];
  test.each(rows)("%s", (_name, document, reason) => {
    const result = readDocument(document);

    expect(result.ok).toBe(false);
    expect(result.ok ? "" : result.problems.map(({ message }) => message).join("\n")).toMatch(reason);
  });

  test(`more than ${MAX_NODES} nodes`, () => {
    const nodes = Array.from({ length: MAX_NODES + 1 }, (_, index) => node(`n${index}`));

    expect(readDocument(withNodes(...nodes))).toMatchObject({
      ok: false,
      problems: [{ message: `graph.nodes: holds more than ${MAX_NODES} nodes` }],
    });
  });

  test("text that is no JSON, nested without end, or too long", () => {
    expect(parseDocument("{")).toMatchObject({ ok: false, problems: [{ code: "bad-json" }] });
    expect(parseDocument("[".repeat(100_000))).toMatchObject({ ok: false, problems: [{ code: "bad-json" }] });
    expect(parseDocument(" ".repeat(10_000_001))).toMatchObject({ ok: false, problems: [{ code: "too-large" }] });
  });
});

test("a damaged drawing still opens: impossible positions become the origin, a viewport is dropped", () => {
  const document = withNodes(node("a", { position: { x: null, y: 1e308 } }), node("b", { position: undefined }));
  const result = readDocument({ ...document, graph: { ...document.graph, viewport: { zoom: 0 } } });

  expect(result.ok && Object.values(result.file.graph.nodes).map(({ position }) => position)).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ]);
});

test("a document of version 0, with its lists of nodes and edges, is lifted", () => {
  const { nodes, edges } = graphOf("a: camera", "b: resize", "a.image -> b.image");
  const old = file({ schemaVersion: 0, nodes: Object.values(nodes), edges: Object.values(edges) });

  expect(readDocument(old)).toEqual({ ok: true, file: file({ ...emptyGraph, nodes, edges }) });
});

test("what a file has wrong is named with its place, the value and what it must be", () => {
  const result = readDocument(withNodes({ ...node("a"), type: 5 } as never));

  expect(result.ok ? [] : result.problems.map(({ message }) => message)).toEqual([
    "graph.nodes.a.type: must be text, not 5",
  ]);
});
