import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import superjson from "superjson";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { RunEvent } from "../../graph/run-events.ts";
import { runEvents, runs } from "../db/schema/runs.ts";
import { runShares } from "../db/schema/run-shares.ts";
import { sharedTenantOf } from "../db/tenant.ts";
import { answerArtifact } from "../http/artifact-route.ts";
import { answerSharedContent } from "../http/shared-content-route.ts";
import { answerModelUpload } from "../http/upload-routes.ts";
import { createTestWeb, ORIGIN, readResult, type TestWeb } from "../http/web-for-tests.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { createFinishedRun } from "../run-archive/finished-run-for-tests.ts";
import { handleSharedTrpcRequest } from "../trpc/handle-trpc-request.ts";
import { artifactsOf } from "../worker/artifacts-of.ts";
import { countOpening, findShare } from "./find-share.ts";
import { getSharedRun } from "./get-shared-run.ts";

let web: TestWeb;
let shared: Awaited<ReturnType<typeof createFinishedRun>>;
let other: typeof shared;
let foreign: typeof shared;
let token: string;
beforeAll(async () => {
  web = await createTestWeb();
  shared = await createFinishedRun(web, { person: web.ours.people.editor });
  other = await createFinishedRun(web, { person: web.ours.people.editor });
  foreign = await createFinishedRun(web, { person: web.theirs.people.editor });
});
afterAll(() => web.close());
beforeEach(async () => {
  token = (await share()).token;
});

async function share(options: { runId?: string; note?: string; expiresAt?: Date | null } = {}) {
  const input = { runId: shared.runId, note: "", expiresAt: null, ...options };
  const { data, error } = await web.call(web.ours.people.editor, "runShares.create", input);
  if (error) throw new Error(error.message);
  return data as { shareId: string; token: string };
}

/** As the page of the link asks; nobody is signed in. */
async function ask(path: string, input: unknown, given = token) {
  const query = `?input=${encodeURIComponent(JSON.stringify(superjson.serialize(input)))}`;
  const request = new Request(`${ORIGIN}/api/share/${given}/trpc/${path}${query}`);
  const response = await handleSharedTrpcRequest(web.services, request, "a-request", { token: given });
  return { ...(await readResult(response)), headers: response.headers };
}

const content = (hash: string, given = token) =>
  web.send(null, `/api/share/${given}/artifacts/${hash}`, (services, request) =>
    answerSharedContent(services, request, { token: given, hash, answer: answerArtifact }),
  );

const hashesOf = ({ events }: { events: readonly RunEvent[] }) =>
  events.flatMap((event) => (event.type === "step.finished" ? artifactsOf(event).map(({ hash }) => hash) : []));

test("a link shows the run with its events and contents to somebody without an account", async () => {
  const found = await findShare(web.database, token);
  const run = await getSharedRun(found!);

  expect(run).toMatchObject({ id: shared.runId, workflowTitle: "Of a picture", graph: shared.graph });
  expect(run.state.status).toBe("succeeded");
  const { data } = await ask("runs.events", { runId: shared.runId });
  expect((data as { events: unknown[] }).events).toHaveLength(shared.events.length);
  expect(hashesOf(shared).length).toBeGreaterThan(2);
  for (const hash of [...hashesOf(shared), shared.picture.hash]) {
    expect((await content(hash)).status).toBe(200);
  }
});

test("only a hash of the token is kept", async () => {
  const rows = await web.database.select().from(runShares);

  expect(JSON.stringify(rows)).not.toContain(token);
  expect(token).toMatch(/^[\w-]{43}$/);
});

test("answers are kept by no cache, listed by no engine, and tell no address on", async () => {
  const [hash] = hashesOf(shared);
  for (const { headers } of [await content(hash!), await ask("runs.events", { runId: shared.runId })]) {
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(headers.get("x-robots-tag")).toContain("noindex");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  }
});

test("other runs, those of other workspaces and unknown ones are answered alike", async () => {
  const answers = [];
  for (const runId of [other.runId, foreign.runId, randomUUID()]) {
    const { status, error } = await ask("runs.events", { runId });
    answers.push({ status, error });
  }

  expect(answers[0]).toMatchObject({ status: 404, error: { message: "There is no such run." } });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test("content that is not the run's is not there, nor are models, though the run names them", async () => {
  const upload = await web.send(web.ours.people.editor, "/api/models?name=plus", answerModelUpload, {
    method: "POST",
    body: new Uint8Array(addOne()),
    headers: { "content-type": "application/octet-stream" },
  });
  const { hash: model } = (await upload.json()) as { hash: string };
  const withModel = await createFinishedRun(web, {
    person: web.ours.people.editor,
    makeGraph: () => ({
      schemaVersion: 1,
      nodes: {
        a: {
          id: "a",
          type: "workflow-input",
          version: 1,
          position: { x: 0, y: 0 },
          params: { name: "m", kind: "json", sample: { hash: model, name: "plus" } },
        },
      },
      edges: {},
      notes: {},
      groups: {},
    }),
  });
  const link = await share({ runId: withModel.runId });

  expect((await content(model, link.token)).status).toBe(404);
  const [ofShared] = hashesOf(shared);
  expect((await content(ofShared!, link.token)).status).toBe(404);
  expect((await content("0".repeat(64))).status).toBe(404);
});

test("nothing of members is asked or answered: no procedure of theirs exists over the link", async () => {
  for (const path of ["runs.list", "runs.get", "workflows.list", "runShares.list", "session.get", "models.list"]) {
    expect((await ask(path, {})).status).toBe(404);
  }
  for (const path of ["runs.replay", "runs.remove", "runShares.create"]) {
    const request = new Request(`${ORIGIN}/api/share/${token}/trpc/${path}`, {
      method: "POST",
      body: JSON.stringify(superjson.serialize({ runId: shared.runId })),
      headers: { "content-type": "application/json", origin: ORIGIN },
    });
    expect((await handleSharedTrpcRequest(web.services, request, "a-request", { token })).status).toBe(404);
  }
});

test("the database itself gives a link one run, and lets it write nothing", async () => {
  const tenant = sharedTenantOf(web.database, { workspaceId: web.ours.id, runId: shared.runId });

  const seen = await tenant.run((tx) => tx.select({ id: runs.id }).from(runs));
  const events = await tenant.run((tx) => tx.selectDistinct({ runId: runEvents.runId }).from(runEvents));
  expect(seen).toEqual([{ id: shared.runId }]);
  expect(events).toEqual([{ runId: shared.runId }]);
  for (const statement of [
    "select started_by from runs",
    "select note from runs",
    "select description from workflows",
    "select * from users",
    "select * from run_shares",
    "select * from secrets",
    "select * from run_steps",
    "select summary from model_versions",
  ]) {
    await expect(tenant.run((tx) => tx.execute(sql.raw(statement)))).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  }
  await expect(tenant.run((tx) => tx.update(runs).set({ note: "mine" }))).rejects.toMatchObject({
    cause: { code: expect.stringMatching(/^(42501|25006)$/) },
  });
});

test("a run of another workspace is not found through a link's workspace", async () => {
  const tenant = sharedTenantOf(web.database, { workspaceId: web.ours.id, runId: foreign.runId });

  expect(await tenant.run((tx) => tx.select({ id: runs.id }).from(runs))).toEqual([]);
});

test("names of people, of workers and numbers of other runs are left out", async () => {
  const cached = { runId: other.runId, runNumber: 4_711, at: 1, savedMs: 5 };
  const own = await createFinishedRun(web, { person: web.ours.people.editor });
  const telling: RunEvent[] = [
    { type: "run.retried", at: 1, by: "Ada Lovelace" },
    { type: "run.started", at: 2, attempt: 2, worker: "worker-of-ours" },
    {
      type: "step.finished",
      nodeId: "word",
      at: 3,
      durationMs: 0,
      outputs: {},
      cached,
      mismatch: { ports: [], cached },
      from: { kind: "run", runId: other.runId, number: 4_711 },
    },
    {
      type: "step.reused",
      nodeId: "word",
      at: 4,
      from: { kind: "run", runId: other.runId, number: 4_711 },
      outputs: {},
    },
  ];
  const rows = telling.map((event, index) => ({
    workspaceId: web.ours.id,
    runId: own.runId,
    seq: own.events.length + 1 + index,
    type: event.type,
    event,
  }));
  await web.database.insert(runEvents).values(rows);
  const { token: ofOwn } = await share({ runId: own.runId });

  const said = [
    JSON.stringify(await getSharedRun((await findShare(web.database, ofOwn))!)),
    JSON.stringify((await ask("runs.events", { runId: own.runId }, ofOwn)).data),
  ];

  for (const text of said) {
    const { user } = web.ours.people.editor;
    for (const secret of [other.runId, "4711", "Ada", "worker-of-ours", user.name, user.email, user.id, web.ours.id]) {
      expect(text).not.toContain(secret);
    }
  }
});

test("a link that is revoked, expired or unknown is answered as one that never was, on pages that are open too", async () => {
  const { shareId, token: revoked } = await share();
  const { shareId: expiring, token: expired } = await share();
  expect((await ask("runs.events", { runId: shared.runId }, revoked)).status).toBe(200);

  await web.call(web.ours.people.editor, "runShares.revoke", { shareId });
  await web.database
    .update(runShares)
    .set({ expiresAt: sql`now() - interval '1 second'` })
    .where(eq(runShares.id, expiring));

  const messages = new Set<string>();
  for (const given of [revoked, expired, "A".repeat(43), "short", "A".repeat(5_000)]) {
    const { status, error } = await ask("runs.events", { runId: shared.runId }, given);
    expect(status).toBe(404);
    messages.add(error!.message);
    const refused = await content(hashesOf(shared)[0]!, given);
    expect(refused.status).toBe(404);
    // By this an open page tells it from a value that was cleared away.
    expect(await refused.json()).toMatchObject({ reason: "link-closed" });
    expect(error!.data).toMatchObject({ reason: "link-closed" });
    expect(await findShare(web.database, given)).toBeNull();
  }
  expect([...messages]).toEqual(["This link does not work, or does not work any more."]);
});

test("a stream over a link ends once the link is revoked", async () => {
  const { shareId, token: live } = await share();
  await web.database.update(runs).set({ status: "running", finishedAt: null }).where(eq(runs.id, shared.runId));
  const lastEventId = shared.events.length;
  const input = encodeURIComponent(JSON.stringify(superjson.serialize({ runId: shared.runId, lastEventId })));
  const request = new Request(`${ORIGIN}/api/share/${live}/trpc/runs.watch?input=${input}`, {
    headers: { accept: "text/event-stream" },
  });
  const response = await handleSharedTrpcRequest(web.services, request, "a-request", { token: live, recheckMs: 20 });
  const reader = response.body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toContain("connected");

  await web.call(web.ours.people.editor, "runShares.revoke", { shareId });

  for (let isOver = false; !isOver;) isOver = (await reader.read()).done;
  await web.database.update(runs).set({ status: "succeeded", finishedAt: new Date() }).where(eq(runs.id, shared.runId));
});

test("the links of a run are listed with who made them, how often they were opened, and who revoked them", async () => {
  const run = await createFinishedRun(web, { person: web.ours.people.editor });
  const first = await share({ runId: run.runId, note: "For Grace" });
  await share({ runId: run.runId, expiresAt: new Date(Date.now() + 60_000) });
  const found = await findShare(web.database, first.token);
  await countOpening(web.database, found!);
  await countOpening(web.database, found!);
  await web.call(web.ours.people.admin, "runShares.revoke", { shareId: first.shareId });

  const { data } = await web.call(web.ours.people.editor, "runShares.list", { runId: run.runId });

  expect(data).toMatchObject([
    { note: "", createdBy: "Ours editor", opened: 0, openedAt: null, isExpired: false, revokedAt: null },
    { note: "For Grace", opened: 2, openedAt: expect.any(Date), expiresAt: null, revokedBy: "Ours admin" },
  ]);
});

test("a link that would have expired already is refused", async () => {
  await expect(share({ expiresAt: new Date(Date.now() - 1) })).rejects.toThrow("Choose a later day.");
});

test("a link goes with its run", async () => {
  const run = await createFinishedRun(web, { person: web.ours.people.editor });
  const { token: ofRun } = await share({ runId: run.runId });

  await web.call(web.ours.people.editor, "runs.remove", { runIds: [run.runId] });

  expect(await findShare(web.database, ofRun)).toBeNull();
});
