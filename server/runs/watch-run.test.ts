import superjson from "superjson";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { RunEvent } from "../../graph/run-events.ts";
import { reduceRun, queuedRun } from "../../graph/reduce-run.ts";
import { createTestWeb, type TestWeb } from "../http/web-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { createTestEnginePool } from "../worker/engine-pool-for-tests.ts";
import { chain, logOf, queueTestRun, readEvents, until, untilOver } from "../worker/runs-for-tests.ts";
import { startWorker, type Worker } from "../worker/start-worker.ts";
import { storeForTests } from "../worker/store-for-tests.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import { cancelRun } from "./cancel-run.ts";
import { getRun } from "./get-run.ts";
import type { RunContext } from "./run-services.ts";
import { watchChanges } from "./watch-changes.ts";
import { watchRun } from "./watch-run.ts";

let web: TestWeb;
let worker: Worker | undefined;
let workflow: { workspaceId: string; workflowId: string };
let context: RunContext;

beforeAll(async () => {
  web = await createTestWeb();
  const workspaceId = web.ours.people.viewer.workspace.id;
  const [row] = await web.database
    .insert(workflows)
    .values({ workspaceId, title: "Watched", createdBy: "x" })
    .returning();
  workflow = { workspaceId, workflowId: row!.id };
  const version = {
    workspaceId,
    workflowId: row!.id,
    number: 1,
    graph: chain("a"),
    hash: "0".repeat(64),
    nodeCount: 1,
    createdBy: "x",
  };
  await web.database.insert(workflowVersions).values(version);
  const tenant = tenantOf(web.database, workspaceId);
  context = { tenant, userId: web.ours.people.runner.user.id, role: "runner", runServices: web.services.runServices };
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});
afterAll(() => web.close());

const queued = (...lines: string[]) =>
  queueTestRun({ database: web.database, queue: web.services.runServices.queue }, workflow, chain(...lines));

async function work() {
  worker = await startWorker({
    database: web.database,
    databaseUrl: web.services.env.databaseUrl!,
    pool: createTestEnginePool(),
    artifacts: storeForTests,
    slots: 4,
    onLog: () => {},
    timing: { finishGraceMs: 20 },
  });
}

/** The stream as the browser's EventSource reads it, up to `count` events or its end. */
async function readStream(runId: string, lastEventId: number, count = Infinity) {
  const input = encodeURIComponent(JSON.stringify(superjson.serialize({ runId })));
  const abort = new AbortController();
  const response = await web.sendTrpc(web.ours.people.viewer, `/runs.watch?input=${input}`, {
    headers: { accept: "text/event-stream", ...(lastEventId > 0 && { "last-event-id": String(lastEventId) }) },
    signal: abort.signal,
  });
  const events: { id: number; event: RunEvent }[] = [];
  let text = "";
  const decoder = new TextDecoder();
  const reader = response.body!.getReader();
  read: for (;;) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop()!;
    for (const block of blocks) {
      const id = /^id: (\d+)$/m.exec(block)?.[1];
      const data = /^data: (.+)$/m.exec(block)?.[1];
      if (id && data) events.push({ id: Number(id), event: superjson.deserialize(JSON.parse(data) as never) });
      if (events.length === count) break read;
    }
    if (done || text.includes("event: return")) break;
  }
  abort.abort();
  await reader.cancel().catch(() => {});
  return events;
}

test("a stream that breaks off again and again gives each event once, in order, and ends with the run", async () => {
  await work();
  const runId = await queued("a ms=30", "b ms=30", "c ms=30", "d ms=30", "e ms=30");

  const seen: { id: number; event: RunEvent }[] = [];
  while (seen.at(-1)?.event.type !== "run.finished") {
    seen.push(...(await readStream(runId, seen.at(-1)?.id ?? 0, 2)));
  }

  expect(seen.map(({ event }) => event)).toEqual(await readEvents(web.database, runId));
  expect(seen.map(({ id }) => id)).toEqual(seen.map((_, index) => index + 1));
});

test("in a storm of clients that come back again and again each sees each event once, in order", async () => {
  await work();
  const steps = Array.from({ length: 40 }, (_, index) => `s${index} ms=25`);
  const runId = await queued(...steps);
  let connects = 0;

  async function follow(client: number): Promise<number[]> {
    const seen: { id: number; event: RunEvent }[] = [];
    while (seen.at(-1)?.event.type !== "run.finished") {
      connects++;
      // Each breaks off after another number of events; some ask from the beginning although they saw some.
      const from = client % 5 === 0 && connects % 7 === 0 ? 0 : (seen.at(-1)?.id ?? 0);
      const came = await readStream(runId, from, 1 + ((client + connects) % 9));
      seen.push(...came.filter(({ id }) => id > (seen.at(-1)?.id ?? 0)));
    }
    return seen.map(({ id }) => id);
  }
  const all = await Promise.all(Array.from({ length: 16 }, (_, client) => follow(client)));

  const events = await readEvents(web.database, runId);
  for (const ids of all) expect(ids).toEqual(events.map((_, index) => index + 1));
  expect(connects).toBeGreaterThan(16 * 8);
});

test("whoever has seen the last event and connects again is told that it is over", async () => {
  await work();
  const runId = await queued("a");
  await untilOver(web.database, [runId]);

  const [whole, rest] = [await readStream(runId, 0), await readStream(runId, 4)];

  expect(logOf(whole.map(({ event }) => event)).at(-1)).toBe("run.finished succeeded");
  expect(rest).toEqual([]);
});

test("events reach the watcher by the bell alone", async () => {
  await work();
  const { wakeups } = web.services.runServices;
  const withoutPoll = {
    ...wakeups,
    next: (id: string, _ms: number, signal: AbortSignal) => wakeups.next(id, 2 ** 31 - 1, signal),
  };
  const runId = await queued("a ms=100", "b");
  const watched: RunEvent[] = [];

  const hearing = { ...context, runServices: { ...context.runServices, wakeups: withoutPoll } };
  const { signal } = new AbortController();
  for await (const { event } of watchRun(hearing, { runId, afterSeq: 0, signal })) watched.push(event);

  expect(logOf(watched).at(-1)).toBe("run.finished succeeded");
});

test("watching goes on over a lost bell by the poll", async () => {
  const runId = await queued("a");
  const watched: RunEvent[] = [];
  const watching = (async () => {
    for await (const { event } of watchRun(context, { runId, afterSeq: 0, signal: AbortSignal.timeout(60_000) }))
      watched.push(event);
  })();
  const event: RunEvent = { type: "run.finished", at: 1, outcome: "failed" };
  await web.database.$client.query(
    `with event as (insert into run_events (workspace_id, run_id, seq, type, event) values ($1, $2, 1, 'run.finished', $3))
     update runs set status = 'failed', last_seq = 1, finished_at = now() where id = $2`,
    [workflow.workspaceId, runId, JSON.stringify(event)],
  );

  await watching;

  expect(watched).toEqual([event]);
});

test("a stream ends soon after its reader has gone", async () => {
  const runId = await queued("a");
  const abort = new AbortController();
  const watching = watchRun(context, { runId, afterSeq: 0, signal: abort.signal }).next();

  abort.abort();

  expect(await watching).toEqual({ done: true, value: undefined });
  await web.database.$client.query("update runs set status = 'failed', finished_at = now() where id = $1", [runId]);
});

test("a run that is read gives the state that its events fold to, and the number to go on watching from", async () => {
  await work();
  const runId = await queued("a", "b fail");
  await untilOver(web.database, [runId]);

  const run = await getRun(context, { runId });

  const events = await readEvents(web.database, runId);
  expect(run).toMatchObject({
    workflowTitle: "Watched",
    status: "failed",
    version: 1,
    lastSeq: events.length,
    attempt: 1,
  });
  expect(run.state).toEqual(events.reduce(reduceRun, queuedRun));
  expect(run.startedBy.name).toBe("A former member");
});

test("the workspace's changes name each run as it changes, and never another workspace's", async () => {
  const abort = new AbortController();
  const rows: { id: string; status: string }[] = [];
  const theirs: RunContext = { ...context, tenant: tenantOf(web.database, web.theirs.people.viewer.workspace.id) };
  const foreign: unknown[] = [];
  const watching = Promise.all([
    (async () => {
      for await (const { row } of watchChanges(context, { signal: abort.signal })) rows.push(row);
    })(),
    (async () => {
      for await (const { row } of watchChanges(theirs, { signal: abort.signal })) foreign.push(row);
    })(),
  ]);
  await work();

  const runId = await queued("a hang", "b");
  const isTold = (wanted: string) => () => rows.some(({ id, status }) => id === runId && status === wanted);
  await until("The run at work", isTold("running"));
  await cancelRun(context, { runId });
  await until("Its end", isTold("cancelled"));
  abort.abort();
  await watching;

  expect(rows.findLast(({ id }) => id === runId)!.status).toBe("cancelled");
  expect(foreign).toEqual([]);
});
