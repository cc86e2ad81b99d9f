import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyGraph, type Graph, type GraphNode } from "../../graph/schema.ts";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { workflowReferences, workflows, workflowVersions } from "../db/schema/workflows.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { cleanPasted } from "./clean-graph.ts";
import { createWorkflow } from "./create-workflow.ts";
import { exportWorkflow } from "./export-workflow.ts";
import { hashGraph } from "./hash-graph.ts";
import { importWorkflow } from "./import-workflow.ts";
import { listWorkflows } from "./list-workflows.ts";
import { removeWorkflow } from "./remove-workflow.ts";
import { renameWorkflow } from "./rename-workflow.ts";
import { requireWorkflow } from "./require-workflow.ts";
import { saveWorkflow } from "./save-workflow.ts";

let test_: TestDatabase;
let context: ServiceContext;

beforeAll(async () => {
  test_ = await createTestDatabase();
  const workspace = await createTestWorkspace(test_.database, "Ours");
  context = contextOf(test_.database, workspace.people.editor);
});
afterAll(() => test_.close());

function node(id: string, params: GraphNode["params"] = {}, type = "text-template"): GraphNode {
  return { id, type, version: 1, position: { x: 0, y: 0 }, params };
}
function graphOf(...nodes: GraphNode[]): Graph {
  return { ...emptyGraph, nodes: Object.fromEntries(nodes.map((each) => [each.id, each])) };
}

test("a new workflow is empty, at version 1, and heads the list", async () => {
  const { id } = await createWorkflow(context, {});

  const workflow = await requireWorkflow(context, { workflowId: id });
  const [first] = await listWorkflows(context);

  expect(workflow).toMatchObject({ id, title: "Untitled workflow", description: "", version: 1, graph: emptyGraph });
  expect(first).toMatchObject({ id, version: 1, nodeCount: 0, lastRun: null });
});

test("a save makes the next version and keeps the one before as it was", async () => {
  const { id } = await createWorkflow(context, { title: "Saved", graph: graphOf(node("a")) });

  const saved = await saveWorkflow(context, { workflowId: id, baseVersion: 1, graph: graphOf(node("a"), node("b")) });

  expect(saved.version).toBe(2);
  expect(await requireWorkflow(context, { workflowId: id })).toMatchObject({
    version: 2,
    graph: graphOf(node("a"), node("b")),
  });
  const versions = (await test_.database.select().from(workflowVersions)).filter(({ workflowId }) => workflowId === id);
  expect(versions.map(({ number, nodeCount }) => `${number}: ${nodeCount} nodes`).toSorted()).toEqual([
    "1: 1 nodes",
    "2: 2 nodes",
  ]);
  expect(versions.find(({ number }) => number === 1)?.graph).toEqual(graphOf(node("a")));
});

test("text with NUL in a param comes back as it was", async () => {
  const graph = graphOf(node("a", { text: "a\u0000b" }));
  const { id } = await createWorkflow(context, { graph });

  expect((await requireWorkflow(context, { workflowId: id })).graph).toEqual(graph);
});

test("of two saves over the same version one wins, and the other is told what was saved", async () => {
  const { id } = await createWorkflow(context, {});
  const mine = graphOf(node("mine"));
  const theirs = graphOf(node("theirs"));

  const results = await Promise.allSettled([
    saveWorkflow(context, { workflowId: id, baseVersion: 1, graph: mine }),
    saveWorkflow(context, { workflowId: id, baseVersion: 1, graph: theirs }),
  ]);

  const winner = results.findIndex(({ status }) => status === "fulfilled");
  expect(results[1 - winner]).toMatchObject({
    status: "rejected",
    reason: { code: "CONFLICT", reason: "stale-base", details: { version: 2, graph: [mine, theirs][winner] } },
  });
  expect(await requireWorkflow(context, { workflowId: id })).toMatchObject({
    version: 2,
    graph: [mine, theirs][winner],
  });
});

test("a save that waits for another one is told what that saved", async () => {
  const { id } = await createWorkflow(context, {});
  const [theirs, mine] = [graphOf(node("theirs")), graphOf(node("mine"))];
  const waiting = async () => {
    const { rows } = await test_.database.$client.query("select from pg_locks where not granted");
    return rows.length;
  };

  let late: Promise<unknown> | undefined;
  await test_.database.transaction(async (tx) => {
    const isIt = eq(workflows.id, id);
    await tx.select({ id: workflows.id }).from(workflows).where(isIt).for("update");
    late = saveWorkflow(context, { workflowId: id, baseVersion: 1, graph: mine });
    late.catch(() => {});
    await expect.poll(waiting).toBeGreaterThan(0);
    const { workspaceId } = context.tenant;
    const version = {
      workspaceId,
      workflowId: id,
      number: 2,
      graph: theirs,
      hash: hashGraph(theirs),
      createdBy: "them",
    };
    await tx.insert(workflowVersions).values({ ...version, nodeCount: 1 });
    await tx.update(workflows).set({ version: 2 }).where(isIt);
  });

  await expect(late).rejects.toMatchObject({ code: "CONFLICT", details: { version: 2, graph: theirs } });
});

test("a save that is sent again because its answer was lost is no conflict and makes no version", async () => {
  const { id } = await createWorkflow(context, {});
  const graph = graphOf(node("a"));
  const first = await saveWorkflow(context, { workflowId: id, baseVersion: 1, graph });

  const again = await saveWorkflow(context, { workflowId: id, baseVersion: 1, graph: { ...graph } });

  expect(again).toEqual(first);
});

test("a rename changes the title and no version", async () => {
  const { id } = await createWorkflow(context, { title: "Before" });

  await renameWorkflow(context, { workflowId: id, title: "After" });

  expect(await requireWorkflow(context, { workflowId: id })).toMatchObject({ title: "After", version: 1 });
});

test("a removed workflow is not there any more, and its versions stay", async () => {
  const { id } = await createWorkflow(context, {});

  await removeWorkflow(context, { workflowId: id });

  const gone = { code: "NOT_FOUND" };
  await expect(requireWorkflow(context, { workflowId: id })).rejects.toMatchObject(gone);
  await expect(saveWorkflow(context, { workflowId: id, baseVersion: 1, graph: emptyGraph })).rejects.toMatchObject(
    gone,
  );
  await expect(removeWorkflow(context, { workflowId: id })).rejects.toMatchObject(gone);
  expect((await listWorkflows(context)).map((row) => row.id)).not.toContain(id);
  expect((await test_.database.select().from(workflowVersions)).some(({ workflowId }) => workflowId === id)).toBe(true);
});

test("what a version refers to is kept beside it, wherever in the params it stands", async () => {
  const [model, file] = ["a".repeat(64), "b".repeat(64)];
  const params = {
    model: { hash: model, name: "m", inputs: [], outputs: [] },
    list: [{ deep: { hash: file, name: "f.png", mediaType: "image/png", sizeBytes: 1 } }],
    other: { hash: "c".repeat(64) },
  };

  const { id } = await createWorkflow(context, { graph: graphOf(node("a", params), node("b", params)) });

  const versions = await test_.database.select().from(workflowVersions);
  const version = versions.find(({ workflowId }) => workflowId === id);
  const references = await test_.database.select().from(workflowReferences);
  expect(
    references
      .filter(({ versionId }) => versionId === version?.id)
      .map(({ kind, hash }) => `${kind} ${hash}`)
      .toSorted(),
  ).toEqual([`file ${file}`, `model ${model}`]);
});

test("what is exported can be imported, and is the same", async () => {
  const { id } = await createWorkflow(context, {
    title: "Travels",
    description: "Far.",
    graph: graphOf(node("a", { template: "hi" })),
  });
  const file = await exportWorkflow(context, { workflowId: id });

  const imported = await importWorkflow(context, { file: JSON.parse(JSON.stringify(file)) });

  expect(imported.warnings).toEqual([]);
  expect(await exportWorkflow(context, { workflowId: imported.id })).toEqual(file);
});

test("an import takes secrets and paths out, keeps the rest, and names what it took out and what is missing", async () => {
  const hash = "d".repeat(64);
  const params = {
    apiKey: "anything",
    credentialId: "cred-1",
    nested: [{ header: "Bearer abcdefghijkl" }],
    text: "sk-proj-abcdefghijklmnopqrstuvwx",
    path: "/etc/passwd",
    windows: "C:\\Users\\me\\model.onnx",
    url: "http://169.254.169.254/latest/meta-data",
    maxTokens: 12,
    prompt: "Say / and sk-no more than that.",
    model: { hash, name: "m", inputs: [], outputs: [] },
  };
  const file = { title: "Theirs", graph: graphOf(node("http", params, "send-telegram")) };

  const { id, warnings } = await importWorkflow(context, { file });

  const { graph } = await requireWorkflow(context, { workflowId: id });
  expect(graph.nodes.http).toEqual({
    ...file.graph.nodes.http,
    params: { ...params, apiKey: "", credentialId: "", nested: [{ header: "" }], text: "", path: "", windows: "" },
  });
  expect(warnings.map(({ code, param }) => [code, param])).toEqual([
    ["secret-removed", "apiKey"],
    ["secret-removed", "credentialId"],
    ["secret-removed", "nested"],
    ["secret-removed", "text"],
    ["path-removed", "path"],
    ["path-removed", "windows"],
    ["unknown-node-type", undefined],
    ["missing-model", undefined],
  ]);
});

test("what is pasted from elsewhere is looked through as a file is, and nothing is made of it", async () => {
  const hash = "b".repeat(64);
  const graph = graphOf(
    node("model", {
      apiKey: "sk-proj-abcdefghijklmnopqrstuvwx",
      model: { hash, name: "cats.onnx", inputs: [], outputs: [] },
    }),
    node("call", { workflow: { id: "gone", title: "Gone", version: null, inputs: [], outputs: [] } }, "run-workflow"),
  );
  const before = await listWorkflows(context);

  const cleaned = await cleanPasted(context, { graph });

  expect(cleaned.graph.nodes.model?.params.apiKey).toBe("");
  expect(cleaned.warnings.map(({ code, message }) => [code, message.includes("cats.onnx")])).toEqual([
    ["secret-removed", false],
    ["missing-model", true],
    ["missing-workflow", false],
  ]);
  expect(await listWorkflows(context)).toEqual(before);
});

test("an import leaves pins with secrets out, keeps the others, and names content that is missing", async () => {
  const text = (inline: string) => ({
    kind: "text",
    preview: { kind: "text", text: inline, length: inline.length },
    inline,
  });
  const artifact = { hash: "f".repeat(64), sizeBytes: 9, mediaType: "image/png" };
  const picture = {
    kind: "image",
    preview: { kind: "image", width: 1, height: 1, channels: 3, thumbnail: artifact },
    artifact,
  };
  const pins = { text: text("kept"), key: text("sk-proj-abcdefghijklmnopqrstuvwx"), picture };
  const file = { title: "Pinned", graph: { ...emptyGraph, nodes: { a: { ...node("a"), pins } } } };

  const { id, warnings } = await importWorkflow(context, { file });

  const { graph } = await requireWorkflow(context, { workflowId: id });
  expect(graph.nodes.a?.pins).toEqual({ text: pins.text, picture });
  expect(warnings).toMatchObject([
    { code: "pin-removed", nodeId: "a", message: expect.stringContaining('pinned at "key"') },
    { code: "missing-file" },
  ]);
});

test("a document that is no workflow is refused with its problems, and nothing is made", async () => {
  const before = await listWorkflows(context);

  const refused = importWorkflow(context, { file: { title: "x", graph: { ...emptyGraph, nodes: [] } } as never });

  await expect(refused).rejects.toMatchObject({
    code: "BAD_REQUEST",
    reason: "bad-document",
    details: { problems: [expect.objectContaining({ message: expect.stringContaining("nodes") })] },
  });
  expect(await listWorkflows(context)).toEqual(before);
});
