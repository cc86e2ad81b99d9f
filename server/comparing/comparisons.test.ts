import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecordedFlow } from "#graph/recorded-values";
import type { RunEvent } from "#graph/run-events";
import type { Flow } from "#graph/values";
import { runEvents } from "../db/schema/runs.ts";
import { passing } from "../deployments/graphs-for-tests.ts";
import { createTestWeb, type TestWeb } from "../http/web-for-tests.ts";
import { openKeeper } from "../values/kept-values-for-tests.ts";

let web: TestWeb;
let keeper: Awaited<ReturnType<typeof openKeeper>>;
const runIds = { a: "", b: "", theirs: "" };

beforeAll(async () => {
  web = await createTestWeb();
  keeper = await openKeeper(web, web.ours.id);
  runIds.a = await startRun(web.ours, { text: text("one"), tensor: floats(0), only: text("here"), list: list(0) });
  runIds.b = await startRun(web.ours, { text: text("two"), tensor: floats(1), list: list(1) });
  runIds.theirs = await startRun(web.theirs, { text: text("secret") });
});
afterAll(async () => {
  keeper.close();
  await web.close();
});

const text = (value: string): Flow => ({ kind: "text", value });
const floats = (first: number): Flow => {
  const data = new Float32Array(20_000);
  data[0] = first;
  return { kind: "tensor", value: { dtype: "float32", shape: [20_000], data } };
};
const list = (changed: number): Flow => ({
  items: Array.from({ length: 300 }, (_, index) => ({ kind: "number", value: index === 250 ? changed : index })),
});

async function startRun({ id, people }: TestWeb["ours"], values: Record<string, Flow>): Promise<string> {
  const { data: workflow } = await web.call(people.owner, "workflows.create", { title: "A", graph: passing });
  const { data } = await web.call(people.owner, "runs.start", { workflowId: (workflow as { id: string }).id });
  const { runId } = data as { runId: string };
  const outputs: Record<string, RecordedFlow> = {};
  for (const [port, flow] of Object.entries(values)) outputs[port] = await keeper.keep(flow);
  const happened: RunEvent[] = [
    { type: "run.started", at: 1, attempt: 1, worker: "w" },
    { type: "step.started", nodeId: "other", at: 2, attempt: 1 },
    { type: "step.started", nodeId: "step", at: 2, attempt: 1 },
    { type: "step.finished", nodeId: "step", at: 3, durationMs: 1, outputs },
  ];
  await web.database
    .insert(runEvents)
    .values(happened.map((event, index) => ({ workspaceId: id, runId, seq: index + 1, type: event.type, event })));
  return runId;
}

const ask = (port: string, more: Record<string, unknown> = {}, call = "value") =>
  web.call(web.ours.people.viewer, `comparisons.${call}`, {
    a: runIds.a,
    b: runIds.b,
    nodeId: "step",
    port,
    path: [],
    ...more,
  });

test("a value is compared as it was recorded, small ones and large ones alike", async () => {
  expect((await ask("text")).data).toMatchObject({ kind: "text", edits: 3 });
  expect((await ask("tensor")).data).toMatchObject({
    kind: "tensor",
    elements: { differing: 1, first: { index: [0], a: "0", b: "1" } },
  });
});

test("a list is compared beyond the items that it shows, and page by page", async () => {
  expect((await ask("list")).data).toMatchObject({ kind: "list", same: 299, differing: 1 });

  const page = await ask("list", { from: 0, count: 10, onlyDiffering: true }, "items");

  expect(page.data).toMatchObject({
    total: 1,
    items: [{ index: 250, state: "differs", difference: { kind: "number", a: 0, b: 1 } }],
  });
  expect((await ask("text", { from: 0, count: 10, onlyDiffering: true }, "items")).error?.data.code).toBe(
    "BAD_REQUEST",
  );
});

test("a port through which nothing went in one of them is named with the run", async () => {
  const { error } = await ask("only");

  expect(error).toMatchObject({
    message: 'In run 2 nothing went through the port "only" of "step".',
    data: { code: "BAD_REQUEST" },
  });
});

test("a run of another workspace is as unknown as one that never was", async () => {
  const foreign = await ask("text", { b: runIds.theirs });
  const unknown = await ask("text", { b: "00000000-0000-4000-8000-000000000000" });

  expect(foreign.error?.data.code).toBe("NOT_FOUND");
  expect(foreign.error?.message).toBe(unknown.error?.message);
});
