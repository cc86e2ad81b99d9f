import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { expect, type APIRequestContext, type BrowserContext } from "@playwright/test";
import { test } from "./fixtures.ts";
import { address as origin, dataDir } from "./places.ts";
import { openRawClient, type RawClient } from "./raw-client.ts";
import { asksFor, openHeldService } from "./service-held.ts";
import { looksForEvents } from "./watched-database.ts";
import { workflowFile, type WorkflowSketch } from "./workflow-files.ts";

/** The sizes of files that are being written. One that is finished after it was listed is none any more. */
const halfWritten = () =>
  readdirSync(path.join(dataDir, "artifacts", "tmp")).flatMap(
    (name) => statSync(path.join(dataDir, "artifacts", "tmp", name), { throwIfNoEntry: false })?.size ?? [],
  );

async function call<T>(request: APIRequestContext, procedure: string, input: object): Promise<T> {
  const answer = await request.post(`/api/trpc/${procedure}`, { data: { json: input }, headers: { origin } });
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { result: { data: { json: T } } }).result.data.json;
}

async function cookieOf(context: BrowserContext): Promise<string> {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}

/** Published under a name that nobody has, with a key for it. */
async function published(request: APIRequestContext, sketch: WorkflowSketch) {
  const name = `lost-${Date.now()}`;
  const { graph } = JSON.parse(workflowFile(sketch)) as { graph: object };
  const { id: workflowId } = await call<{ id: string }>(request, "workflows.create", { title: sketch.title, graph });
  await call(request, "deployments.publish", { workflowId, workflowVersion: 1, name });
  const input = { name: "Lost client", mayRun: true, deploymentIds: null, expiresAt: null };
  const { key } = await call<{ key: string }>(request, "apiKeys.create", input);
  const authorization = `Bearer ${key}`;
  const start = (headers: Record<string, string> = {}): Promise<RawClient> =>
    openRawClient(`/api/v1/workflows/${name}/runs`, {
      authorization,
      "content-type": "application/json",
      "content-length": "2",
      ...headers,
    });
  const statusOf = async (id: string) => {
    const answer = await request.get(`/api/v1/runs/${id}`, { headers: { authorization } });
    return ((await answer.json()) as { status: string }).status;
  };
  return { start, statusOf };
}

test("a client that is cut off in the middle of an upload leaves nothing, and others go on", async ({
  context,
  request,
}) => {
  const client = await openRawClient("/api/files", {
    cookie: await cookieOf(context),
    origin,
    "content-type": "application/octet-stream",
    "x-file-name": "half.csv",
    "content-length": "9000000",
  });
  client.send("1,2\n".repeat(1_000_000));
  await expect.poll(() => Math.max(0, ...halfWritten())).toBeGreaterThan(1_000_000);

  await client.cutOff();

  await expect.poll(halfWritten, { timeout: 30_000 }).toEqual([]);
  const whole = await request.post("/api/files", {
    data: Buffer.from("1,2\n"),
    headers: { origin, "content-type": "application/octet-stream", "x-file-name": "whole.csv" },
  });
  expect(whole.status()).toBe(201);
});

test("a run goes on to its end when the client that waits for it, or watches it, is cut off", async ({ request }) => {
  const service = await openHeldService();
  const { start, statusOf } = await published(request, asksFor("Loses its client", 40));
  const [waiting, watching] = [await start(), await start({ accept: "text/event-stream" })];
  waiting.send("{}");
  watching.send("{}");
  const runId = /\/api\/v1\/runs\/([\w-]+)/.exec(await watching.until("step.started"))![1]!;
  const own = async () => {
    const answer = await request.get(`/api/trpc/runs.list?input=${encodeURIComponent(JSON.stringify({ json: {} }))}`);
    const { items } = ((await answer.json()) as Listed).result.data.json;
    return items.filter(({ workflowTitle }) => workflowTitle === "Loses its client");
  };
  // A request that has not been read yet would start nothing.
  await expect.poll(async () => (await own()).length).toBe(2);

  await Promise.all([waiting.cutOff(), watching.cutOff()]);
  service.letGo();

  await expect.poll(() => statusOf(runId), { timeout: 60_000 }).toBe("succeeded");
  const ends = async () => (await own()).map(({ status }) => status);
  await expect.poll(ends, { timeout: 60_000 }).toEqual(["succeeded", "succeeded"]);
  await service.close();
});

type Listed = { result: { data: { json: { items: { id: string; workflowTitle: string; status: string }[] } } } };

test("nothing is read for a client that watched and was cut off", async ({ page, request }) => {
  await page.goto("about:blank");
  const { start } = await published(request, {
    title: "Asks and waits",
    nodes: {
      word: { type: "workflow-input", params: { name: "word", kind: "text", sample: "yes?" } },
      ask: { type: "wait-for-approval", title: "Ask" },
      out: { type: "workflow-output", params: { name: "answer" } },
    },
    wires: [
      ["word.value", "ask.value"],
      ["ask.approved", "out.value"],
    ],
  });
  const watching = await Promise.all([1, 2, 3].map(() => start({ accept: "text/event-stream" })));
  for (const client of watching) client.send("{}");
  for (const client of watching) await client.until("run.waiting");
  expect(await looksWithin(10_000)).toBeGreaterThan(watching.length * 2);

  for (const client of watching) await client.cutOff();

  await expect.poll(() => looksWithin(5_000), { timeout: 60_000 }).toBe(0);
});

async function looksWithin(ms: number): Promise<number> {
  const before = await looksForEvents();
  await new Promise((resolve) => setTimeout(resolve, ms));
  return (await looksForEvents()) - before;
}
