import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NodeError, type HttpRequest } from "../../graph/node-runner.ts";
import type { SendHttp } from "../secrets/send-with-secrets.ts";
import { openTestPool, workflow, type TestPool } from "./pool-for-tests.ts";

let lab: TestPool;
beforeAll(async () => {
  // However slow the machine is, the engine itself says that a run is over.
  lab = await openTestPool({ cancelGraceMs: 60_000 });
});
afterAll(() => lab.close());

const asking = (params: Record<string, unknown> = {}) =>
  workflow({
    ask: {
      type: "http-request",
      params: { url: "http://service.example/", response: "file", maxMegabytes: 50, ...params } as never,
    },
  });
const start = (sendHttp: SendHttp, graph = asking()) => lab.start(graph, {}, undefined, sendHttp);

test("an engine asks its worker, names the secret, and gets an answer larger than a frame", async () => {
  const asked: HttpRequest[] = [];
  const body = Buffer.alloc(20_000_000, "patchbay");
  const run = start(
    async (request) => {
      asked.push(request);
      return { status: 200, headers: { "content-type": "text/plain" }, body };
    },
    asking({ auth: "bearer", secret: { secretName: "SERVICE_KEY" } }),
  );

  expect(await run.result).toEqual({ kind: "finished", outcome: "succeeded" });
  expect(asked).toEqual([
    {
      method: "GET",
      url: "http://service.example/",
      headers: {},
      body: null,
      auth: { kind: "bearer", secret: { secretName: "SERVICE_KEY" } },
      timeoutMs: 30_000,
      maxBytes: 50_000_000,
    },
  ]);
  const output = run.state().nodes.ask!.outputs.body as { artifact: { sizeBytes: number; hash: string } };
  expect(output.artifact.sizeBytes).toBe(body.length);
  expect(output.artifact.hash).toBe(createHash("sha256").update(body).digest("hex"));
});

test("a body goes to the worker as it is", async () => {
  const file = await lab.artifacts.put(Buffer.from("the content"));
  const graph = workflow(
    {
      file: {
        type: "workflow-input",
        params: { name: "f", kind: "file", sample: { ...file, name: "a.txt", mediaType: "text/plain" } },
      },
      ask: { type: "http-request", params: { url: "http://service.example/", method: "POST", body: "file" } },
    },
    "file.value -> ask.body",
  );
  const bodies: string[] = [];

  const run = start(async ({ body }) => {
    bodies.push(Buffer.from(body!).toString());
    return { status: 200, headers: {}, body: Buffer.from("{}") };
  }, graph);

  expect(await run.result).toEqual({ kind: "finished", outcome: "succeeded" });
  expect(bodies).toEqual(["the content"]);
});

test("why it could not be sent is the failure of the node, with its kind", async () => {
  const run = start(async () => {
    throw new NodeError("not-allowed", "service.example is not for you.");
  });

  await run.result;

  expect(run.state().nodes.ask!.failure).toMatchObject({
    kind: "not-allowed",
    message: "service.example is not for you.",
  });
});

/** A run that is still at its request when its time is over. On a busy machine that can be before it asks: then it gets more. */
async function startAsking(sendHttp: SendHttp, isAsked: () => boolean) {
  for (let timeoutMs = 300; ; timeoutMs *= 3) {
    const run = lab.start(asking(), { timeoutMs }, undefined, sendHttp);
    let isOver = false;
    void run.result.then(() => (isOver = true));
    while (!isAsked() && !isOver) await sleep(20);
    if (isAsked()) return run;
  }
}

test("a cancelled run ends its requests at once, and so does one that is over", async () => {
  const aborted: Promise<void>[] = [];
  const hanging: SendHttp = (_request, signal) => {
    const { promise, reject } = Promise.withResolvers<never>();
    aborted.push(
      new Promise((resolve) =>
        signal.addEventListener("abort", () => {
          resolve();
          reject(signal.reason as Error);
        }),
      ),
    );
    return promise;
  };
  const cancelled = start(hanging);
  while (aborted.length < 1) await sleep(20);
  const late = await startAsking(hanging, () => aborted.length === 2);

  cancelled.cancel();

  expect(await cancelled.result).toEqual({ kind: "finished", outcome: "cancelled" });
  expect(await late.result).toMatchObject({ kind: "finished", outcome: "failed", failure: { kind: "timeout" } });
  await Promise.all(aborted);
});

test("a run whose worker gives no way out is refused", async () => {
  const run = lab.start(asking());

  await run.result;

  expect(run.state().nodes.ask!.failure).toMatchObject({ kind: "not-allowed" });
});
