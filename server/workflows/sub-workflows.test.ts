import { afterAll, beforeAll, expect, test } from "vitest";
import { interfaceOf } from "../../graph/interface-of.ts";
import type { JsonObject, JsonValue } from "../../graph/json.ts";
import { emptyGraph, type Graph, type GraphNode } from "../../graph/schema.ts";
import { bodyNodes } from "../../graph/sub-graphs.ts";
import { definitions } from "../../nodes/definitions.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { getRun } from "../runs/get-run.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
import { replayRun } from "../runs/replay-run.ts";
import { startRun } from "../runs/start-run.ts";
import { contextOf } from "../service-context-for-tests.ts";
import { createWorkflow } from "./create-workflow.ts";
import { exportWorkflow } from "./export-workflow.ts";
import { importWorkflow } from "./import-workflow.ts";
import { listWorkflowUsers } from "./list-workflow-users.ts";
import { listWorkflows } from "./list-workflows.ts";
import { referToWorkflow } from "./refer-to-workflow.ts";
import { removeWorkflow } from "./remove-workflow.ts";
import { requireWorkflow } from "./require-workflow.ts";
import { saveWorkflow } from "./save-workflow.ts";

let db: TestDatabase;
let runServices: Awaited<ReturnType<typeof openRunServices>>;
let ours: RunContext;
let theirs: RunContext;
beforeAll(async () => {
  db = await createTestDatabase();
  runServices = await openRunServices({ database: db.database, databaseUrl: db.url });
  const contextIn = async (name: string): Promise<RunContext> => {
    const workspace = await createTestWorkspace(db.database, name);
    return { ...contextOf(db.database, workspace.people.editor), runServices };
  };
  ours = await contextIn("Ours");
  theirs = await contextIn("Theirs");
});
afterAll(async () => {
  await runServices.close();
  await db.close();
});

const node = (id: string, type: string, params: JsonObject): GraphNode => ({
  id,
  type,
  version: 1,
  position: { x: 0, y: 0 },
  params,
});
const graphOf = (...nodes: GraphNode[]): Graph => ({
  ...emptyGraph,
  nodes: Object.fromEntries(nodes.map((one) => [one.id, one])),
});
/** A workflow without ports that says what it is. */
const saying = (words: string) => graphOf(node("say", "text-template", { template: words }));
const running = (ref: JsonValue, id = "sub") => graphOf(node(id, "run-workflow", { workflow: ref }));
const refTo = async (workflowId: string, version: number | null = null, context = ours) =>
  (await referToWorkflow(context, { workflowId, version })).ref as unknown as JsonObject;

async function create(title: string, graph: Graph, context = ours): Promise<string> {
  return (await createWorkflow(context, { title, graph })).id;
}
const templateOf = (graph: Graph) => graph.nodes.say?.params.template;

test("a reference holds the interface of the version that it names", async () => {
  const id = await create("Inner", graphOf(node("in", "workflow-input", { name: "my photo", kind: "image" })));
  await saveWorkflow(ours, { workflowId: id, baseVersion: 1, graph: saying("later") });

  const newest = await referToWorkflow(ours, { workflowId: id, version: null });
  const first = await referToWorkflow(ours, { workflowId: id, version: 1 });

  expect(newest).toMatchObject({ ref: { id, title: "Inner", version: null, inputs: [] }, newestVersion: 2 });
  expect(first.ref.inputs).toEqual([
    { name: "my photo", port: "my_photo", type: { kind: "image" }, list: 0, optional: false },
  ]);
  await expect(referToWorkflow(ours, { workflowId: id, version: 3 })).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: '"Inner" has no version 3; its newest is 2.',
  });
});

test("a run keeps the workflows that it ran, and a run again runs those", async () => {
  const inner = await create("Inner", saying("one"));
  const outer = await create("Outer", running(await refTo(inner)));

  const { runId } = await startRun(ours, { workflowId: outer });
  await saveWorkflow(ours, { workflowId: inner, baseVersion: 1, graph: saying("two") });
  const again = await replayRun(ours, { runId });
  const fresh = await startRun(ours, { workflowId: outer });

  const said = async (id: string) => templateOf((await getRun(ours, { runId: id })).subGraphs[inner]!.graph);
  expect(await said(runId)).toBe("one");
  expect(await said(again.runId)).toBe("one");
  expect(await said(fresh.runId)).toBe("two");
});

test("a fixed version stays, whatever is saved after it", async () => {
  const inner = await create("Fixed", saying("one"));
  const outer = await create("Outer", running(await refTo(inner, 1)));
  await saveWorkflow(ours, { workflowId: inner, baseVersion: 1, graph: saying("two") });

  const { runId } = await startRun(ours, { workflowId: outer });

  const { subGraphs } = await getRun(ours, { runId });
  expect(Object.keys(subGraphs)).toEqual([`${inner}@1`]);
  expect(templateOf(subGraphs[`${inner}@1`]!.graph)).toBe("one");
});

test("another workspace's workflow is as unknown as one that never was", async () => {
  const foreign = await create("Secret", saying("secret"), theirs);
  const ref = await refTo(foreign, null, theirs);
  const mine = await create("Curious", running(ref));

  await expect(referToWorkflow(ours, { workflowId: foreign, version: null })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(startRun(ours, { workflowId: mine })).rejects.toMatchObject({
    reason: "graph-problems",
    message: expect.stringContaining('The workflow "Secret" is not in this workspace'),
  });
  expect((await exportWorkflow(ours, { workflowId: mine })).workflows).toBeUndefined();
  expect(await listWorkflowUsers(theirs, { workflowId: foreign })).toEqual([]);
});

test("a workflow that others run is not deleted, and says which", async () => {
  const inner = await create("Needed", saying("x"));
  const outer = await create("Needs it", running(await refTo(inner)));

  expect(await listWorkflowUsers(ours, { workflowId: inner })).toEqual([{ workflowId: outer, title: "Needs it" }]);
  await expect(removeWorkflow(ours, { workflowId: inner })).rejects.toMatchObject({
    code: "CONFLICT",
    reason: "in-use",
    message: '"Needed" is run by "Needs it". Choose another workflow there first, or delete those too.',
    details: { usedBy: [{ workflowId: outer, title: "Needs it" }] },
  });
  expect(await requireWorkflow(ours, { workflowId: inner })).toMatchObject({ id: inner });

  await saveWorkflow(ours, { workflowId: outer, baseVersion: 1, graph: emptyGraph });
  expect(await removeWorkflow(ours, { workflowId: inner })).toEqual({ id: inner });
});

test("a workflow that was saved into itself does not run, with the chain of titles", async () => {
  const id = await create("Snake", saying("x"));
  await saveWorkflow(ours, { workflowId: id, baseVersion: 1, graph: running(await refTo(id)) });

  await expect(startRun(ours, { workflowId: id })).rejects.toMatchObject({
    message: expect.stringContaining('"Snake" → "Snake": a workflow cannot run itself'),
  });
});

test("a file brings the workflows that it runs; in another workspace they become workflows of that", async () => {
  const deep = await create("Deep", saying("deep"));
  const middle = await create("Middle", running(await refTo(deep)));
  const outer = await create("Top", running(await refTo(middle)));

  const file = await exportWorkflow(ours, { workflowId: outer });
  const before = await listWorkflows(theirs);
  const imported = await importWorkflow(theirs, { file: JSON.parse(JSON.stringify(file)) as JsonValue });

  expect(Object.values(file.workflows!).map(({ title }) => title)).toEqual(["Middle", "Deep"]);
  expect(imported.warnings).toEqual([]);
  const added = (await listWorkflows(theirs)).filter(({ id }) => before.every((one) => one.id !== id));
  expect(added.map(({ title }) => title).toSorted()).toEqual(["Deep", "Middle", "Top"]);
  await startRun(theirs, { workflowId: imported.id });
  const { graph } = await requireWorkflow(theirs, { workflowId: imported.id });
  const [top] = bodyNodes(graph, definitions);
  expect(added.find(({ id }) => id === top!.ref.id)?.title).toBe("Middle");
});

test("in its own workspace a file makes no copies of what is there unchanged, and does of what has changed", async () => {
  const inner = await create("Shared", saying("one"));
  const outer = await create("User", running(await refTo(inner)));
  const file = JSON.parse(JSON.stringify(await exportWorkflow(ours, { workflowId: outer }))) as JsonValue;
  const refOf = async (id: string) =>
    bodyNodes((await requireWorkflow(ours, { workflowId: id })).graph, definitions)[0]!.ref.id;

  const same = await importWorkflow(ours, { file });
  await saveWorkflow(ours, { workflowId: inner, baseVersion: 1, graph: saying("two") });
  const changed = await importWorkflow(ours, { file });

  expect(await refOf(same.id)).toBe(inner);
  expect(await refOf(changed.id)).not.toBe(inner);
  expect(templateOf((await requireWorkflow(ours, { workflowId: await refOf(changed.id) })).graph)).toBe("one");
});

test("what a file neither brings nor finds is said, and so is what is wrong within what it brings", async () => {
  const ref = (id: string) =>
    ({ id, title: id, version: null, ...interfaceOf(saying(""), definitions) }) as unknown as JsonObject;
  const odd = graphOf(node("n", "from-the-future", {}));
  const file = {
    title: "Odd",
    graph: graphOf(
      node("a", "run-workflow", { workflow: ref("brought") }),
      node("b", "run-workflow", { workflow: ref("lost") }),
    ),
    workflows: { brought: { title: "Brought", graph: odd } },
  };

  const { warnings } = await importWorkflow(ours, { file: file as unknown as JsonValue });

  expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    expect.stringMatching(/^unknown-node-type: In "Brought": Node "n"/),
    expect.stringMatching(/^missing-workflow: The workflow "lost" is neither in the file nor in this workspace/),
  ]);
});
