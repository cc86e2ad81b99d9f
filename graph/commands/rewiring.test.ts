import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canConnect } from "../can-connect.ts";
import { freshNode } from "../fresh-node.ts";
import { graphOf, testLibrary } from "../graph-for-tests.ts";
import { applyPatch, invertPatch } from "../patch.ts";
import type { GraphPatch } from "../patch.ts";
import { newRefusal, refusedEdges } from "../refused-edges.ts";
import type { Graph, GraphNode } from "../schema.ts";
import { addConnected } from "./add-connected.ts";
import { insertBetween } from "./insert-between.ts";
import { removeAndHeal } from "./remove-and-heal.ts";
import { removeRecords } from "./remove-records.ts";
import { replaceNode } from "./replace-node.ts";

const library = testLibrary;
const types = Object.keys(library) as (keyof typeof library)[];

function ids() {
  let next = 0;
  return () => `new${next++}`;
}

function node(type: keyof typeof library, id = "new"): GraphNode {
  return freshNode(library[type], { id });
}

/** Edges as "a.image -> b.image", sorted. */
function wires(graph: Graph): string[] {
  return Object.values(graph.edges)
    .map(({ from, to }) => `${from.node}.${from.port} -> ${to.node}.${to.port}`)
    .sort();
}

function applied(graph: Graph, patch: GraphPatch): Graph {
  const after = applyPatch(graph, patch);
  expect(applyPatch(after, invertPatch(patch))).toEqual(graph);
  return after;
}

/** Graphs in which nothing is refused, of up to eight nodes and whatever edges among them are allowed. */
const validGraph: fc.Arbitrary<Graph> = fc
  .record({
    types: fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 8 }),
    picks: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { maxLength: 14 }),
  })
  .map(({ types: chosen, picks }) => {
    let graph = graphOf(...chosen.map((type, index) => `n${index}: ${type}`));
    const nodes = Object.values(graph.nodes);
    for (const [index, [a, b, c, d]] of picks.entries()) {
      const [source, target] = [nodes[a % nodes.length]!, nodes[b % nodes.length]!];
      const outputs = Object.keys(library[source.type as keyof typeof library].outputs);
      const inputs = Object.keys(library[target.type as keyof typeof library].inputs);
      if (inputs.length === 0) continue;
      const edge = {
        id: `e${index}`,
        from: { node: source.id, port: outputs[c % outputs.length]! },
        to: { node: target.id, port: inputs[d % inputs.length]! },
      };
      const isTaken = Object.values(graph.edges).some(({ to }) => to.node === target.id && to.port === edge.to.port);
      const wired = { ...graph, edges: { ...graph.edges, [edge.id]: edge } };
      const isAllowed = !isTaken && canConnect(graph, library, edge).ok;
      if (isAllowed && newRefusal(library, { before: graph, after: wired }) === null) graph = wired;
    }
    return graph;
  });

describe("with any valid graph", () => {
  test("a node that is inserted leaves nothing refused, and one undo takes it out", () => {
    fc.assert(
      fc.property(validGraph, fc.constantFrom(...types), fc.nat(), (graph, type, pick) => {
        const edges = Object.values(graph.edges);
        const edge = edges[pick % Math.max(edges.length, 1)];
        if (!edge) return;

        const result = insertBetween(graph, library, { node: node(type), from: edge.from, to: edge.to, newId: ids() });

        if (!result.ok) {
          expect(result.reason).toMatch(/^".+\.$/s);
          return;
        }
        const after = applied(graph, result.patch);
        expect(refusedEdges(after, library).size).toBe(0);
        expect(Object.keys(after.edges)).toHaveLength(edges.length + 1);
      }),
    );
  });

  test("a node that comes with a wire leaves nothing refused, and one undo takes both", () => {
    fc.assert(
      fc.property(validGraph, fc.constantFrom(...types), fc.nat(), fc.boolean(), (graph, type, pick, isOutput) => {
        const nodes = Object.values(graph.nodes);
        const at = nodes[pick % nodes.length]!;
        const side = isOutput ? ("output" as const) : ("input" as const);
        const ports = Object.keys(library[at.type as keyof typeof library][isOutput ? "outputs" : "inputs"]);
        if (ports.length === 0) return;
        const end = { node: at.id, port: ports[pick % ports.length]! };

        const result = addConnected(graph, library, { node: node(type), end, side, edgeId: "wire" });

        if (!result) return;
        const after = applied(graph, result.patch);
        expect(refusedEdges(after, library).size).toBe(0);
        expect(after.edges.wire?.[isOutput ? "to" : "from"]).toEqual({ node: "new", port: result.port });
      }),
    );
  });

  test("healing refuses nothing that plain deleting would not, keeps all other wires, and is undone at once", () => {
    fc.assert(
      fc.property(validGraph, fc.array(fc.nat(), { maxLength: 4 }), (graph, picks) => {
        const nodeIds = Object.keys(graph.nodes);
        const gone = picks.map((pick) => nodeIds[pick % nodeIds.length]!);
        const bare = applyPatch(graph, removeRecords(graph, gone));

        const { patch, lost } = removeAndHeal(graph, library, { ids: gone, newId: ids() });

        const after = applied(graph, patch);
        const allowed = refusedEdges(bare, library);
        expect([...refusedEdges(after, library).keys()].filter((id) => !allowed.has(id))).toEqual([]);
        expect(Object.keys(after.nodes)).toEqual(Object.keys(bare.nodes));
        expect(Object.values(after.edges)).toEqual(expect.arrayContaining(Object.values(bare.edges)));
        const opened = Object.values(graph.edges).filter(
          ({ from, to }) => gone.includes(from.node) && !gone.includes(to.node),
        );
        expect(Object.keys(after.edges)).toHaveLength(Object.keys(bare.edges).length + opened.length - lost.length);
      }),
    );
  });

  test("a replaced node keeps wires that fit only, names those it loses, and comes back with one undo", () => {
    fc.assert(
      fc.property(validGraph, fc.constantFrom(...types), fc.nat(), (graph, type, pick) => {
        const nodeIds = Object.keys(graph.nodes);
        const nodeId = nodeIds[pick % nodeIds.length]!;
        const bare = applyPatch(graph, removeRecords(graph, [nodeId]));

        const { patch, kept, lost } = replaceNode(graph, library, { nodeId, type })!;

        const after = applied(graph, patch);
        const allowed = refusedEdges(bare, library);
        expect([...refusedEdges(after, library).keys()].filter((id) => !allowed.has(id))).toEqual([]);
        expect(Object.keys(after.edges).sort()).toEqual(
          Object.keys(graph.edges)
            .filter((id) => !lost.some((edge) => edge.id === id))
            .sort(),
        );
        expect(kept.length + lost.length).toBe(
          Object.values(graph.edges).filter(({ from, to }) => from.node === nodeId || to.node === nodeId).length,
        );
      }),
    );
  });

  test("a node replaced by one of its own type stays as it was", () => {
    fc.assert(
      fc.property(validGraph, fc.nat(), (graph, pick) => {
        const nodeIds = Object.keys(graph.nodes);
        const nodeId = nodeIds[pick % nodeIds.length]!;

        const { patch, lost } = replaceNode(graph, library, { nodeId, type: graph.nodes[nodeId]!.type })!;

        expect(lost).toEqual([]);
        expect(applied(graph, patch)).toEqual(graph);
      }),
    );
  });
});

describe("inserting a node", () => {
  const graph = graphOf(
    "a: camera",
    "m: model",
    "s: sink",
    "t: to-tensor",
    "a.image -> t.image",
    "t.tensor -> m.pixels",
  );

  test("splits the edge, and a node that lies there without wires is taken as well as a new one", () => {
    const lying = applyPatch(graph, { nodes: { r: { after: node("resize", "r") } } });
    const at = { from: { node: "a", port: "image" }, to: { node: "t", port: "image" } };

    const added = insertBetween(graph, library, { node: node("resize"), ...at, newId: ids() });
    const moved = insertBetween(lying, library, { node: lying.nodes.r!, ...at, newId: ids() });

    if (!added.ok || !moved.ok) throw new Error("It was refused.");
    expect(wires(applied(graph, added.patch))).toEqual([
      "a.image -> new.image",
      "new.image -> t.image",
      "t.tensor -> m.pixels",
    ]);
    expect(wires(applied(lying, moved.patch))).toContain("r.image -> t.image");
    expect(Object.keys(applied(lying, moved.patch).nodes)).toHaveLength(5);
  });

  test("mends a pair of ports that do not fit each other", () => {
    const bare = graphOf("a: camera", "m: model");
    const ends = { from: { node: "a", port: "image" }, to: { node: "m", port: "pixels" } };

    const result = insertBetween(bare, library, { node: node("to-tensor"), ...ends, newId: ids() });

    if (!result.ok) throw new Error(result.reason);
    expect(wires(applied(bare, result.patch))).toEqual(["a.image -> new.image", "new.tensor -> m.pixels"]);
  });

  test.each([
    ["camera", '"Camera" has no input that takes image.'],
    ["count", '"Count" has no output that fits "Image", which needs image.'],
  ] as const)("is refused for %s, with the reason", (type, reason) => {
    const at = { from: { node: "a", port: "image" }, to: { node: "t", port: "image" } };
    const result = insertBetween(graph, library, { node: node(type), ...at, newId: ids() });

    expect(result).toEqual({ ok: false, reason });
  });

  test("is refused where it would break what follows further down", () => {
    const pair = graphOf(
      "a: album",
      "r: resize",
      "p: pair",
      "a.images -> r.image",
      "a.images -> p.left",
      "r.image -> p.right",
    );
    const at = { from: { node: "a", port: "images" }, to: { node: "r", port: "image" } };

    const result = insertBetween(pair, library, { node: node("sink"), ...at, newId: ids() });
    const broken = insertBetween(
      graphOf(
        "a: album",
        "c: count",
        "p: pair",
        "t: threshold",
        "a.images -> c.items",
        "c.count -> p.left",
        "t.number -> p.right",
      ),
      library,
      { node: node("count"), from: { node: "c", port: "count" }, to: { node: "p", port: "left" }, newId: ids() },
    );

    expect(result.ok).toBe(true);
    expect(broken).toMatchObject({ ok: false, reason: expect.stringContaining("needs a list, gets one item") });
  });

  test("is refused for a node that has wires", () => {
    const at = { from: { node: "a", port: "image" }, to: { node: "t", port: "image" } };

    const result = insertBetween(graph, library, { node: graph.nodes.m!, ...at, newId: ids() });

    expect(result).toEqual({ ok: false, reason: '"Model" has wires already, so it is not put into another one.' });
  });
});

describe("deleting and healing", () => {
  test("joins what is before with what is behind, also past several nodes", () => {
    const graph = graphOf(
      "a: camera",
      "b: resize",
      "c: resize",
      "d: resize",
      "e: sink",
      "a.image -> b.image",
      "b.image -> c.image",
      "c.image -> d.image",
      "c.image -> e.value",
    );

    const { patch, lost } = removeAndHeal(graph, library, { ids: ["b", "c"], newId: ids() });

    expect(wires(applied(graph, patch))).toEqual(["a.image -> d.image", "a.image -> e.value"]);
    expect(lost).toEqual([]);
  });

  test("leaves open what nothing before fits, and says which", () => {
    const graph = graphOf(
      "a: camera",
      "t: to-tensor",
      "m: model",
      "s: sink",
      "a.image -> t.image",
      "t.tensor -> m.pixels",
      "t.tensor -> s.value",
    );

    const { patch, lost } = removeAndHeal(graph, library, { ids: ["t"], newId: ids() });

    expect(wires(applied(graph, patch))).toEqual(["a.image -> s.value"]);
    expect(lost.map(({ to }) => to)).toEqual([{ node: "m", port: "pixels" }]);
  });

  test("takes the input of the same name before the others", () => {
    const graph = graphOf(
      "a: camera",
      "b: camera",
      "p: pair",
      "s: sink",
      "a.image -> p.left",
      "b.image -> p.right",
      "p.both -> s.value",
    );

    const { patch } = removeAndHeal(graph, library, { ids: ["p"], newId: ids() });

    expect(wires(applied(graph, patch))).toEqual(["a.image -> s.value"]);
  });
});

describe("replacing a node", () => {
  const graph = graphOf(
    "a: camera",
    "b: resize",
    "c: resize",
    "d: sink",
    "a.image -> b.image",
    "b.image -> c.image",
    "b.image -> d.value",
  );

  test("moves its wires to ports that fit, whatever they are called, under the same ids", () => {
    const { patch, lost } = replaceNode(graph, library, { nodeId: "b", type: "sink" })!;
    const after = applied(graph, patch);

    expect(wires(after)).toEqual(["a.image -> b.value", "b.value -> c.image", "b.value -> d.value"]);
    expect(Object.keys(after.edges)).toEqual(Object.keys(graph.edges));
    expect(lost).toEqual([]);
  });

  test("drops and names the wires that fit nowhere", () => {
    const { patch, lost } = replaceNode(graph, library, { nodeId: "b", type: "to-tensor" })!;

    expect(wires(applied(graph, patch))).toEqual(["a.image -> b.image", "b.tensor -> d.value"]);
    expect(lost.map(({ id }) => id)).toEqual(["e2"]);
  });

  test("keeps its place, its name and the params that the new type takes, and no pins", () => {
    const old: GraphNode = {
      ...graphOf("b: threshold").nodes.b!,
      title: "Limit",
      position: { x: 40, y: 60 },
      params: { least: 0.7, label: "cat" },
      pins: { number: { kind: "number", preview: { kind: "number", value: 1 }, inline: 1 } },
      onError: { policy: "default", outputs: { number: 0 } },
      timeoutMs: 500,
    };
    const start = { ...graphOf(), nodes: { b: old } };

    const same = applied(start, replaceNode(start, library, { nodeId: "b", type: "threshold" })!.patch).nodes.b;
    const other = applied(start, replaceNode(start, library, { nodeId: "b", type: "template" })!.patch).nodes.b;

    expect(same).toEqual({ ...old, pins: undefined, onError: undefined });
    expect(other).toEqual({
      id: "b",
      type: "template",
      version: 1,
      title: "Limit",
      position: { x: 40, y: 60 },
      params: {},
      timeoutMs: 500,
    });
  });

  test("knows neither nodes that are not there nor types that it has not", () => {
    expect(replaceNode(graph, library, { nodeId: "gone", type: "sink" })).toBeNull();
    expect(replaceNode(graph, library, { nodeId: "b", type: "unheard-of" })).toBeNull();
  });
});
