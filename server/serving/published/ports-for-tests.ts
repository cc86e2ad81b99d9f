import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import type { JsonObject } from "../../../graph/json.ts";
import type { Graph } from "../../../graph/schema.ts";
import { graphOf } from "../../deployments/graphs-for-tests.ts";
import { openEnginePool } from "../../engine/engine-pool.ts";
import { createHttpClient } from "../../http-client/create-http-client.ts";
import { allowing } from "../../http-client/http-server-for-tests.ts";
import { answerModelUpload } from "../../http/upload-routes.ts";
import { createTestWeb } from "../../http/web-for-tests.ts";
import { defaultRunLimits } from "../../runs/run-limits.ts";
import { secretKeyOf } from "../../secrets/seal-secret.ts";
import { startWorker } from "../../worker/start-worker.ts";
import { call, demoModels } from "../model-server-for-tests.ts";
import { openInferencePorts } from "./open-inference-ports.ts";
import type { InferencePortOptions } from "./open-inference-ports.ts";

const templatesFolder = join(demoModels, "..");
export const demoModel = (name: string) => readFileSync(join(demoModels, name, "model.onnx"));

/** A workflow from "word" to "result" that is at work for as long as the service at `origin` keeps it waiting. */
export const askingAt = (origin: string) =>
  graphOf(
    {
      in: ["workflow-input", { name: "word", kind: "text" }],
      ask: ["http-request", { url: `${origin}/{{word}}`, response: "text", timeoutS: 300 }],
      out: ["workflow-output", { name: "result" }],
    },
    "in.value ask.word",
    "ask.body out.value",
  );

/** Web, a worker with engines, and its inference ports, on a database of their own. */
export async function openPortsForTests(options: Partial<InferencePortOptions> = {}) {
  const web = await createTestWeb({ PATCHBAY_TEMPLATES: templatesFolder });
  const { artifacts, env } = web.services;
  const log: string[] = [];
  const onLog = (line: string) => void log.push(line);
  const services = { database: web.database, databaseUrl: env.databaseUrl!, artifacts };
  const worker = await startWorker({
    ...services,
    pool: openEnginePool({ artifacts, onLog }),
    outgoing: {
      http: createHttpClient({ allow: allowing("127.0.0.1") }),
      secretKeys: [secretKeyOf(randomBytes(32))],
    },
    slots: 4,
    onLog,
  });
  const openMore = (more: Partial<InferencePortOptions> = {}) =>
    openInferencePorts({
      ...services,
      limits: defaultRunLimits,
      host: "127.0.0.1",
      ports: { http: 0, grpc: 0, metrics: 0 },
      maxFileBytes: env.maxFileBytes,
      threads: 1,
      onLog,
      ...options,
      ...more,
    });
  const ports = await openMore();
  await ports.ready;
  const { http, grpc, metrics } = ports.addresses();
  const admin = web.ours.people.admin;
  type Person = typeof admin;

  async function change<T>(path: string, input: JsonObject, person: Person = admin): Promise<T> {
    const { data, error } = await web.call(person, path, input);
    if (error) throw Object.assign(new Error(error.message), error.data);
    return data as T;
  }

  async function uploadModel(name: string, content: Uint8Array, { modelId = "", person = admin } = {}) {
    const query = new URLSearchParams({ name, ...(modelId && { modelId }) });
    const response = await web.send(person, `/api/models?${query.toString()}`, answerModelUpload, {
      method: "POST",
      body: new Uint8Array(content),
      headers: { "content-type": "application/octet-stream" },
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { modelId: string; hash: string };
  }

  async function publishSaved(name: string, workflowId: string) {
    const input = { workflowId, workflowVersion: 1, name };
    return { workflowId, ...(await change<{ deploymentId: string; number: number }>("deployments.publish", input)) };
  }

  /** Waits until the ports know it: they hear of it by a bell. */
  const untilServed = (name: string, version: number, key: string) =>
    vi.waitFor(
      async () => {
        const { status } = await ask(`${name}/versions/${version}/ready`, key);
        if (status !== 200) throw new Error(`${name} is not served in version ${version}: ${status}`);
      },
      { timeout: 60_000, interval: 10 },
    );

  const ask = (path: string, key: string | null) =>
    call(`${http}/v2/models/${path}`, { headers: key === null ? {} : { authorization: `Bearer ${key}` } });

  return {
    web,
    ports,
    openMore,
    http: http!,
    grpc: grpc!,
    metrics: metrics!,
    log,
    change,
    ask,
    uploadModel,
    untilServed,
    createKey: (more: JsonObject = {}, person: Person = admin) => {
      const input = { name: "Robot", mayRun: true, deploymentIds: null, expiresAt: null, ...more };
      return change<{ id: string; key: string }>("apiKeys.create", input, person);
    },
    publishModel: (name: string, modelId: string, modelVersion: number, person: Person = admin) =>
      change<{ deploymentId: string; number: number }>(
        "deployments.publishModel",
        { modelId, modelVersion, name },
        person,
      ),
    publishWorkflow: async (name: string, graph: Graph) => {
      const { id } = await change<{ id: string }>("workflows.create", { title: name, graph: graph as never });
      return await publishSaved(name, id);
    },
    publishTemplate: async (name: string) => {
      const { workflowId } = await change<{ workflowId: string }>("templates.use", { name });
      return await publishSaved(name, workflowId);
    },
    close: async () => {
      await ports.close(0);
      await worker.stop();
      await web.close();
    },
  };
}
