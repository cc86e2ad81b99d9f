import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { emptyGraph, type Graph, type GraphNode } from "../../graph/schema.ts";
import { workflows } from "../db/schema/workflows.ts";
import { createTestWeb, type TestWeb } from "../http/web-for-tests.ts";

let web: TestWeb;
/** A workflow of ours, made anew for each test. */
let workflowId: string;

beforeAll(async () => {
  web = await createTestWeb();
});
afterAll(() => web.close());
beforeEach(async () => {
  workflowId = ((await call("workflows.create", { title: "Ours" })).data as { id: string }).id;
});

const call = (path: string, input?: unknown) => web.call(web.ours.people.owner, path, input);

function node(id: string, more: Partial<GraphNode> = {}): GraphNode {
  return { id, type: "text-template", version: 1, position: { x: 0, y: 0 }, params: {}, ...more };
}
function graphOf(nodes: GraphNode[], edges: Graph["edges"] = {}): Graph {
  return { ...emptyGraph, nodes: Object.fromEntries(nodes.map((each) => [each.id, each])), edges };
}
function edge(id: string, from: string, to: string): Graph["edges"] {
  return { [id]: { id, from: { node: from, port: "text" }, to: { node: to, port: "values" } } };
}
/** Refused as the sender's fault, in a sentence. */
const badInput = { status: 400, error: { message: expect.stringMatching(/.{11,}/s), data: { code: "BAD_REQUEST" } } };

describe("a graph", () => {
  const save = (graph: unknown) => call("workflows.save", { workflowId, baseVersion: 1, graph });

  test.each<[string, Graph]>([
    ["a cycle", graphOf([node("a"), node("b")], { ...edge("e", "a", "b"), ...edge("f", "b", "a") })],
    ["a self-loop", graphOf([node("a")], edge("e", "a", "a"))],
    ["two parts", graphOf([node("a"), node("b")])],
    ["an edge to a node that is not there", graphOf([node("a")], edge("e", "a", "gone"))],
    [
      "an edge to a port that is not there",
      graphOf([node("a"), node("b")], {
        e: { id: "e", from: { node: "a", port: "no" }, to: { node: "b", port: "no" } },
      }),
    ],
    ["an unknown node type", graphOf([node("a", { type: "send-rocket", params: { to: "the moon" } })])],
    ["a homoglyph of a node type", graphOf([node("a", { type: "text-tеmplate" })])],
    ["params of another type", graphOf([node("a", { params: { threshold: [1, { two: "2" }] } })])],
    ["a newer version of a node", graphOf([node("a", { version: 99 })])],
    ["texts with markup", graphOf([node("a", { title: "<img src=x onerror=alert(1)>" })])],
  ])("with %s is kept as a draft, as it is", async (_what, graph) => {
    const saved = await save(graph);

    expect(saved.data).toMatchObject({ version: 2 });
    expect((await call("workflows.get", { workflowId })).data).toMatchObject({ graph });
  });

  test.each<[string, Graph]>([
    ["a cycle", graphOf([node("a"), node("b")], { ...edge("e", "a", "b"), ...edge("f", "b", "a") })],
    ["an edge to a node that is not there", graphOf([node("a")], edge("e", "a", "gone"))],
    ["an unknown node type", graphOf([node("a", { type: "send-rocket" })])],
  ])("with %s does not run, and the answer says where", async (_what, graph) => {
    await save(graph);

    const { status, error } = await call("runs.start", { workflowId });

    expect(status).toBe(400);
    expect(error?.data).toMatchObject({
      reason: "graph-problems",
      details: { problems: expect.arrayContaining([expect.anything()]) },
    });
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => node(`n${index}`));
  test.each<[string, unknown, string]>([
    ["an id that every object has", { ...emptyGraph, nodes: { toString: node("toString") } }, "reserved"],
    ["an empty id", graphOf([node("")]), "nodes"],
    ["an id of 10 KB", graphOf([node("x".repeat(10_000))]), "nodes"],
    ["a node under another id than its own", { ...emptyGraph, nodes: { a: node("b") } }, "another id"],
    ["10,001 nodes", graphOf(many(10_001)), "10000"],
    [
      "a note of 5 MB",
      {
        ...emptyGraph,
        notes: { a: { id: "a", text: "x".repeat(5_000_000), position: { x: 0, y: 0 }, size: { width: 9, height: 9 } } },
      },
      "notes.a.text",
    ],
    ["a position of 1e308", graphOf([node("a", { position: { x: 1e308, y: 0 } })]), "position"],
    ["an unknown field", { ...emptyGraph, viewport: { zoom: 0 } }, "viewport"],
    ["a newer schema", { ...emptyGraph, schemaVersion: 99 }, "schemaVersion"],
    ["a list of nodes", { ...emptyGraph, nodes: [node("a")] }, "nodes"],
  ])("with %s is refused, with the place named", async (_what, graph, place) => {
    const result = await save(graph);

    expect(result).toMatchObject(badInput);
    expect(result.error?.message).toContain(place);
    expect((await call("workflows.get", { workflowId })).data).toMatchObject({ version: 1, graph: emptyGraph });
  });

  test("with 100,000 edges is refused, with the limit named", async () => {
    const edges = Object.assign(
      {},
      ...Array.from({ length: 50_001 }, (_, index) => edge(`e${index}`, "a", "b")),
    ) as Graph["edges"];

    const { status, error } = await save(graphOf([node("a")], edges));

    expect([400, 413]).toContain(status);
    expect(error?.message).toMatch(/50000|10,100,000/);
  });

  test("of 20 MB is refused, with the limit named", async () => {
    const { status, error } = await save(graphOf([node("a", { params: { text: "x".repeat(20_000_000) } })]));

    expect(status).toBe(413);
    expect(error?.message).toContain("10,100,000");
  });

  test("that someone else saved meanwhile is not overwritten", async () => {
    await save(graphOf([node("theirs")]));

    const { status, error } = await save(graphOf([node("mine")]));

    expect(status).toBe(409);
    expect(error?.data).toMatchObject({
      reason: "stale-base",
      details: { version: 2, graph: graphOf([node("theirs")]) },
    });
    expect((await call("workflows.get", { workflowId })).data).toMatchObject({ graph: graphOf([node("theirs")]) });
  });
});

describe("a file that is imported", () => {
  const importFile = (file: unknown) => call("workflows.importFile", { file });

  test.each<[string, unknown, string]>([
    ["no workflow", { hello: "world" }, "title"],
    ["a list", [1], "object"],
    ["a text", "workflow", "object"],
    ["of a newer schema", { title: "x", graph: { ...emptyGraph, schemaVersion: 99 } }, "99"],
    ["with unknown fields", { title: "x", graph: emptyGraph, owner: "me" }, "owner"],
  ])("and is %s is refused", async (_what, file, word) => {
    const before = await web.database.select().from(workflows);

    const result = await importFile(file);

    expect(result).toMatchObject(badInput);
    expect(result.error?.message).toContain(word);
    expect(await web.database.select().from(workflows)).toEqual(before);
  });

  test("with positions that cannot be drawn is repaired", async () => {
    const broken = { ...node("a"), position: { x: 1e308, y: null } };
    const { data } = await importFile({ title: "x", graph: { ...emptyGraph, nodes: { a: broken } } });

    const { id } = data as { id: string };
    const { data: workflow } = await call("workflows.get", { workflowId: id });
    const { position } = (workflow as { graph: Graph }).graph.nodes.a!;
    expect(Number.isFinite(position.x) && Number.isFinite(position.y)).toBe(true);
  });
});
