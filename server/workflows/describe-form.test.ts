import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyGraph, type Graph, type GraphNode } from "../../graph/schema.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWorkflow } from "./create-workflow.ts";
import { describeForm } from "./describe-form.ts";

let db: TestDatabase;
let editor: ServiceContext;
let stranger: ServiceContext;

beforeAll(async () => {
  db = await createTestDatabase();
  editor = contextOf(db.database, (await createTestWorkspace(db.database, "Ours")).people.editor);
  stranger = contextOf(db.database, (await createTestWorkspace(db.database, "Theirs")).people.editor);
});
afterAll(() => db.close());

function node(id: string, type: string, params: GraphNode["params"] = {}): GraphNode {
  return { id, type, version: 1, position: { x: 0, y: 0 }, params };
}
function graphOf(...nodes: GraphNode[]): Graph {
  return { ...emptyGraph, nodes: Object.fromEntries(nodes.map((each) => [each.id, each])) };
}

test("a form tells inputs with their help and samples, outputs, and nothing of the graph between them", async () => {
  const graph: Graph = {
    ...graphOf(
      node("who", "workflow-input", { name: "who", sample: "Ada", description: "Whom to greet" }),
      node("bare", "workflow-input"),
      node("out", "workflow-output"),
    ),
    edges: { e: { id: "e", from: { node: "who", port: "value" }, to: { node: "out", port: "value" } } },
  };
  const { id } = await createWorkflow(editor, { title: "Greet", graph });

  expect(await describeForm(editor, { workflowId: id })).toEqual({
    workflowId: id,
    title: "Greet",
    description: "",
    version: 1,
    nodeCount: 3,
    inputs: [
      { nodeId: "who", name: "who", kind: "text", isList: false, sample: "Ada", description: "Whom to greet" },
      { nodeId: "bare", name: "input", kind: "text", isList: false },
    ],
    outputs: ["result"],
    problems: [],
  });
});

test("one that cannot run says why, and where", async () => {
  const graph = graphOf(node("out", "workflow-output", { name: "sum" }));
  const { id } = await createWorkflow(editor, { title: "Open end", graph });

  const { problems } = await describeForm(editor, { workflowId: id });

  expect(problems).toEqual([{ nodeTitle: "Output", message: expect.stringContaining("Value") as string }]);
});

test("another workspace's workflow has no form", async () => {
  const { id } = await createWorkflow(editor, { title: "Ours alone" });

  await expect(describeForm(stranger, { workflowId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
