import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunEvent } from "../../graph/run-events.ts";
import { runEvents } from "../db/schema/runs.ts";
import { answerTrace } from "./trace-route.ts";
import { createTestWeb, type TestWeb } from "./web-for-tests.ts";

let web: TestWeb;
let runId: string;
beforeAll(async () => {
  web = await createTestWeb();
  const { editor } = web.ours.people;
  const { data: workflow } = await web.call(editor, "workflows.create", { title: "Traced" });
  const { data: run } = await web.call(editor, "runs.start", { workflowId: (workflow as { id: string }).id });
  ({ runId } = run as { runId: string });
  const events: RunEvent[] = [
    { type: "run.started", at: Date.now(), attempt: 1, worker: "w" },
    { type: "step.started", nodeId: "a", at: Date.now(), attempt: 1 },
  ];
  await web.database.insert(runEvents).values(
    events.map((event, index) => ({
      workspaceId: web.ours.id,
      runId,
      seq: index + 1,
      type: event.type,
      event,
    })),
  );
});
afterAll(() => web.close());

const traceFor = (person: Parameters<TestWeb["send"]>[0], id = runId) =>
  web.send(person, `/api/runs/${id}/trace`, (services, request) => answerTrace(services, request, { runId: id }));

test("a member gets the run as a file to save, also while it is under way", async () => {
  const answer = await traceFor(web.ours.people.viewer);

  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toContain('attachment; filename="run-1.trace.json"');
  const { traceEvents } = (await answer.json()) as { traceEvents: { name: string; args?: { how?: string } }[] };
  expect(traceEvents.find(({ name }) => name === "a")?.args?.how).toBe("running");
});

test("another workspace's run, an unknown one and a stranger are refused", async () => {
  const { viewer } = web.ours.people;

  expect((await traceFor(web.theirs.people.owner)).status).toBe(404);
  expect((await traceFor(viewer, "00000000-0000-4000-8000-000000000000")).status).toBe(404);
  expect((await traceFor(viewer, "no-run")).status).toBe(400);
  expect((await traceFor(null)).status).toBe(401);
});
