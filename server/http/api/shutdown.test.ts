import { afterAll, beforeAll, expect, test } from "vitest";
import { passing } from "../../deployments/graphs-for-tests.ts";
import { beginShutdown } from "../shutdown.ts";
import type { TestWeb } from "../web-for-tests.ts";
import { createTestWeb } from "../web-for-tests.ts";
import { handleApiWith } from "./handle-api.ts";
import { answerStartRun } from "./start-run-route.ts";

let web: TestWeb;
let key: string;
beforeAll(async () => {
  web = await createTestWeb();
  const { admin } = web.ours.people;
  const options = { name: "Robot", mayRun: true, deploymentIds: null, expiresAt: null };
  key = ((await web.call(admin, "apiKeys.create", options)).data as { key: string }).key;
  const { data } = await web.call(admin, "workflows.create", { title: "echo", graph: passing });
  const workflowId = (data as { id: string }).id;
  await web.call(admin, "deployments.publish", { workflowId, workflowVersion: 1, name: "echo" });
});
afterAll(async () => {
  // The process has other tests to run, whose streams would end at once.
  Reflect.deleteProperty(globalThis, Symbol.for("patchbay.shutdown"));
  await web.close();
});

/** No worker is there, so the run stays in the queue. */
async function run(headers: Record<string, string> = {}): Promise<Response> {
  const init = { method: "POST", body: JSON.stringify({ inputs: {} }) };
  const request = new Request("http://127.0.0.1:3000/api/v1/workflows/echo/runs", {
    ...init,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
  });
  return await handleApiWith(web.services, request, (caller) => answerStartRun(caller, request, { name: "echo" }));
}

test("when the server ends, who waits is told where the run is, and a stream ends", async () => {
  const stream = await run({ accept: "text/event-stream" });
  const waiting = run();

  beginShutdown();

  const response = await waiting;
  const { id, status } = (await response.json()) as { id: string; status: string };
  expect({ code: response.status, status }).toEqual({ code: 202, status: "queued" });
  expect(response.headers.get("location")).toBe(`/api/v1/runs/${id}`);
  expect(await stream.text()).not.toContain("event: result");
}, 20_000);
