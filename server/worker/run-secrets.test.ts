import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import type { Graph } from "../../graph/schema.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { openEnginePool } from "../engine/engine-pool.ts";
import { workflow } from "../engine/pool-for-tests.ts";
import { createHttpClient } from "../http-client/create-http-client.ts";
import { allowing, openTestHttpServer, type TestHttpServer } from "../http-client/http-server-for-tests.ts";
import { getRun } from "../runs/get-run.ts";
import { getTrace } from "../runs/get-trace.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
import { startRun } from "../runs/start-run.ts";
import { secretKeyOf, type SecretKeys } from "../secrets/seal-secret.ts";
import { createSecret } from "../secrets/set-secret.ts";
import { createTestWorkflow, untilOver } from "./runs-for-tests.ts";
import { startWorker, type Worker } from "./start-worker.ts";

const SECRET = "s3cret/token+of=ours";
const secretKeys: SecretKeys = [secretKeyOf(randomBytes(32))];
const base64 = Buffer.from(`user:${SECRET}:more`).toString("base64");
/** What a service may make of a secret that it was sent; in the last one other text stands around it. */
const forms = {
  plain: SECRET,
  base64: Buffer.from(SECRET).toString("base64").replace(/=+$/, ""),
  url: encodeURIComponent(SECRET),
  hex: Buffer.from(SECRET).toString("hex"),
  within: base64.slice(8, 24),
};

let db: TestDatabase;
let runServices: Awaited<ReturnType<typeof openRunServices>>;
let worker: Worker;
let folder: string;
let service: TestHttpServer;
const log: string[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "patchbay-secrets-"));
  // A service that tells all it was told, in every way.
  service = await openTestHttpServer(({ path: asked }, response) => {
    const { within: _part, ...whole } = forms;
    const leak = [...Object.values(whole), base64].join(" | ");
    const status = asked.startsWith("/fail") ? 418 : asked.startsWith("/busy") ? 503 : 200;
    const text = asked.startsWith("/long") ? `${leak}\n`.repeat(500) : leak;
    const headers = { "content-type": "text/plain", "x-leak": leak, "retry-after": "0" };
    response.writeHead(status, headers).end(asked.startsWith("/json") ? JSON.stringify({ [SECRET]: [leak] }) : text);
  });
  const artifacts = await openFolderStore(folder);
  runServices = await openRunServices({ database: db.database, databaseUrl: db.url });
  worker = await startWorker({
    database: db.database,
    databaseUrl: db.url,
    pool: openEnginePool({ artifacts, engines: 1, threads: 1, onLog: (line) => log.push(line) }),
    artifacts,
    outgoing: { http: createHttpClient({ allow: allowing("127.0.0.1") }), secretKeys },
    slots: 2,
    onLog: (line) => log.push(line),
    timing: { finishGraceMs: 20 },
  });
});
afterAll(async () => {
  await worker.stop();
  await runServices.close();
  await service.close();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (place: string, more: Record<string, JsonValue> = {}) => ({
  type: "http-request",
  params: {
    url: service.origin + place,
    auth: "bearer",
    secret: { secretName: "SERVICE_KEY" },
    response: "text",
    retries: 1,
    ...more,
  },
});

async function run(graph: Graph) {
  const { workspaceId, workflowId } = await createTestWorkflow(db.database, graph);
  const context: RunContext = {
    tenant: tenantOf(db.database, workspaceId),
    userId: "somebody",
    role: "runner",
    runServices,
  };
  await createSecret({ ...context, secretKeys }, { name: "SERVICE_KEY", value: SECRET, hosts: null });
  const { runId } = await startRun(context, { workflowId });
  await untilOver(db.database, [runId]);
  return { context, runId };
}

/** All rows of all tables, as text. */
async function dump(): Promise<string> {
  const { rows: tables } = await db.database.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const parts = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await db.database.execute(sql`select * from ${sql.identifier(name)}`);
      return JSON.stringify(rows);
    }),
  );
  return parts.join("\n");
}

function storedBytes(): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

test("a secret reaches the service, and nothing that a run leaves behind, whatever the service makes of it", async () => {
  const { context, runId } = await run(
    workflow(
      {
        text: ask("/text"),
        json: ask("/json", { response: "json" }),
        file: ask("/long", { response: "file" }),
        long: ask("/long"),
        query: ask("/text", { auth: "query", authName: "key" }),
        basic: ask("/text", { auth: "basic", user: "me" }),
        failing: { ...ask("/fail"), onError: { policy: "port" } },
        busy: { ...ask("/busy"), onError: { policy: "drop" } },
        stop: { type: "fail", params: { message: "Because of {{value}}" }, onError: { policy: "port" } },
        out: { type: "workflow-output", params: { name: "result" } },
      },
      "text.body -> stop.value",
      "json.body -> out.value",
    ),
  );
  const details = await getRun(context, { runId });
  const trace = await getTrace(context, { runId, artifacts: await openFolderStore(folder) });

  const sent = service.heard.map(({ headers, path: asked }) => `${headers.authorization} ${asked}`);
  expect(sent.filter((text) => text.startsWith(`Bearer ${SECRET} `)).length).toBeGreaterThanOrEqual(6);
  expect(sent).toContainEqual(`Basic ${Buffer.from(`me:${SECRET}`).toString("base64")} /text`);
  const { rows: events } = await db.database.execute(sql`select event from run_events where run_id = ${runId}`);
  const written = JSON.stringify(events);
  expect(written).toContain("418"); // the error that repeats what the service said
  expect(written).toContain("tries again"); // the log
  expect(written).toContain("Because of ••••••"); // what another node made of it
  const places = {
    details: JSON.stringify(details),
    trace: JSON.stringify(trace),
    database: await dump(),
    artifacts: storedBytes(),
    log: log.join("\n"),
  };
  for (const [place, text] of Object.entries(places)) {
    for (const [form, needle] of Object.entries(forms)) {
      expect(text.includes(needle), `${form} in ${place}`).toBe(false);
    }
  }
  expect(places.artifacts).toContain(Buffer.from("••••••").toString("latin1"));
});

test("a secret that is gone when the run comes to it is told at the node, and nothing is sent", async () => {
  const { workspaceId, workflowId } = await createTestWorkflow(db.database, workflow({ ask: ask("/text") }));
  const context: RunContext = { tenant: tenantOf(db.database, workspaceId), userId: "u", role: "runner", runServices };

  await expect(startRun(context, { workflowId })).rejects.toMatchObject({
    reason: "graph-problems",
    details: { problems: [{ code: "missing-secret", nodeId: "ask", param: "secret" }] },
  });
  const otherKey: SecretKeys = [secretKeyOf(randomBytes(32))];
  await createSecret({ ...context, secretKeys: otherKey }, { name: "SERVICE_KEY", value: SECRET, hosts: null });
  service.heard.length = 0;
  const { runId } = await startRun(context, { workflowId });
  await untilOver(db.database, [runId]);

  expect((await getRun(context, { runId })).state.nodes.ask!.failure).toMatchObject({
    kind: "missing-secret",
    param: "secret",
    message: expect.stringContaining("PATCHBAY_SECRET_KEY"),
  });
  expect(service.heard).toEqual([]);
});

test("a secret goes only to the hosts that it is for", async () => {
  const { workspaceId, workflowId } = await createTestWorkflow(db.database, workflow({ ask: ask("/text") }));
  const context: RunContext = { tenant: tenantOf(db.database, workspaceId), userId: "u", role: "runner", runServices };
  await createSecret({ ...context, secretKeys }, { name: "SERVICE_KEY", value: SECRET, hosts: ["*.example.com"] });
  service.heard.length = 0;

  const { runId } = await startRun(context, { workflowId });
  await untilOver(db.database, [runId]);

  expect((await getRun(context, { runId })).state.nodes.ask!.failure).toMatchObject({
    kind: "not-allowed",
    message: expect.stringContaining('"SERVICE_KEY" may be sent to *.example.com only, not to 127.0.0.1'),
  });
  expect(service.heard).toEqual([]);
});
