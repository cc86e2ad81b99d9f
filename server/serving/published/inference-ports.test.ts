import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { passing } from "../../deployments/graphs-for-tests.ts";
import { openDatabase } from "../../db/client.ts";
import { openHoldingServer } from "../../http-client/http-server-for-tests.ts";
import { call, expectError, post, wineInput } from "../model-server-for-tests.ts";
import { askingAt, demoModel, openPortsForTests } from "./ports-for-tests.ts";

type Ports = Awaited<ReturnType<typeof openPortsForTests>>;
let ports: Ports;
let key: string;
beforeAll(async () => {
  ports = await openPortsForTests({ retryMs: 50 });
  ({ key } = await ports.createKey());
  await ports.publishWorkflow("echo", passing);
  await ports.untilServed("echo", 1, key);
});
afterAll(() => ports.close());

const bearer = () => ({ authorization: `Bearer ${key}` });
const body = { inputs: [{ name: "word", shape: [1], datatype: "BYTES", data: ["x"] }] };

/** Another program on a port of its own. */
async function takePort() {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    free: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

test("a port that is taken is named with its setting, the others answer, and it is taken once it is free", async () => {
  const [http, grpc] = [await takePort(), await takePort()];
  const log: string[] = [];
  const onLog = (line: string) => void log.push(line);
  const more = await ports.openMore({ ports: { http: http.port, grpc: grpc.port, metrics: 0 }, onLog });

  expect(more.addresses()).toEqual({ http: null, grpc: null, metrics: expect.stringContaining("http://127.0.0.1:") });
  expect(log.toSorted()).toEqual(
    [
      `Port ${http.port} of 127.0.0.1 is taken, so this worker goes on without the Open Inference Protocol over HTTP. Set PATCHBAY_INFERENCE_PORT to a free port or to "off"; until then it is tried again every 0.05 s.`,
      `Port ${grpc.port} of 127.0.0.1 is taken, so this worker goes on without the Open Inference Protocol over gRPC. Set PATCHBAY_INFERENCE_GRPC_PORT to a free port or to "off"; until then it is tried again every 0.05 s.`,
    ].toSorted(),
  );
  expect((await fetch(`${more.addresses().metrics}/metrics`)).status).toBe(200);

  await Promise.all([http.free(), grpc.free()]);
  await vi.waitFor(
    () => expect(more.addresses()).toMatchObject({ http: expect.any(String), grpc: expect.any(String) }),
    { timeout: 60_000 },
  );
  await more.ready;
  const answer = await call(`http://127.0.0.1:${http.port}/v2/models/echo`, { headers: bearer() });
  expect(answer.status).toBe(200);
  expect(log).toHaveLength(4);
  await more.close(0);
});

test("a port that is off is not opened", async () => {
  const more = await ports.openMore({ ports: { http: 0, grpc: null, metrics: null } });

  expect(more.addresses()).toEqual({ http: expect.any(String), grpc: null, metrics: null });
  await more.close(0);
});

test("what is published while the database's bell is not heard is found by the poll", async () => {
  const more = await ports.openMore({ pollMs: 100 });
  await more.ready;
  const { http } = more.addresses();
  await ports.web.database.$client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'patchbay-listener'",
  );

  await ports.publishWorkflow("quiet", passing);

  await vi.waitFor(
    async () => expect((await call(`${http}/v2/models/quiet`, { headers: bearer() })).status).toBe(200),
    { timeout: 60_000 },
  );
  await more.close(0);
});

test("while the database does not answer, a known key goes on asking a loaded model, and others are told to try again", async () => {
  const { modelId } = await ports.uploadModel("Wine", demoModel("wine"));
  await ports.publishModel("wine", modelId, 1);
  await ports.untilServed("wine", 1, key);
  const stranger = (await ports.createKey()).key;
  const database = openDatabase(ports.web.services.env.databaseUrl!);
  const more = await ports.openMore({ database });
  await more.ready;
  const { http } = more.addresses();
  const ask = (of: string) =>
    post(`${http}/v2/models/wine/infer`, { inputs: [wineInput()] }, { authorization: `Bearer ${of}` });
  let looks = 0;
  database.$client.on("acquire", () => looks++);
  // Known is what is not looked up again: where a bell rings during the look, as after a start, it is not remembered.
  await vi.waitFor(
    async () => {
      const before = looks;
      expect((await ask(key)).status).toBe(200);
      expect(looks).toBe(before);
    },
    { timeout: 60_000 },
  );

  await database.close();

  expectError(await ask(stranger), 503, /the database does not answer/);
  // Longer than a key is taken without a look.
  const until = Date.now() + 1_500;
  while (Date.now() < until) expect((await ask(key)).status).toBe(200);
  await more.close(0);
});

test("a worker that ends tells whoever waits for a run where it goes on, and does not cancel it", async () => {
  const service = await openHoldingServer();
  onTestFinished(service.close);
  await ports.publishWorkflow("slow", askingAt(service.origin));
  await ports.untilServed("slow", 1, key);
  const more = await ports.openMore();
  await more.ready;
  const { http } = more.addresses();
  const asked = post(`${http}/v2/models/slow/infer`, body, bearer());
  const newest = async () => {
    const { data } = await ports.web.call(ports.web.ours.people.viewer, "runs.list", { limit: 1 });
    return (data as { items: { id: string; workflowTitle: string; status: string }[] }).items[0];
  };
  await vi.waitFor(async () => expect(await newest()).toMatchObject({ workflowTitle: "slow", status: "running" }), {
    timeout: 60_000,
  });

  await more.close(0);

  const { id } = (await newest())!;
  service.letGo();
  expectError(await asked, 503, new RegExp(`The worker is ending\\. Run \\d+ goes on: GET /api/v1/runs/${id} `));
  await vi.waitFor(async () => expect(await newest()).toMatchObject({ id, status: "succeeded" }), { timeout: 60_000 });
});

test("a worker that has just started says so, instead of that there is no such model", async () => {
  const client = await ports.web.database.$client.connect();
  await client.query("begin; lock table deployments in access exclusive mode");
  const more = await ports.openMore();
  const ask = () => call(`${more.addresses().http!}/v2/models/echo`, { headers: bearer() });

  const early = await ask();
  await client.query("commit");
  client.release();
  await more.ready;

  expectError(early, 503, /not read yet, because the worker has just started\. Try again\.$/);
  expect(early.headers.get("retry-after")).toBe("1");
  expect((await ask()).status).toBe(200);
  await more.close(0);
});
