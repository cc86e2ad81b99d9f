import { fileURLToPath } from "node:url";
import { afterAll, expect, onTestFinished } from "vitest";
import type { ModelHost } from "./open-model-host.ts";
import { openServedModels } from "./open-served-models.ts";
import type { ServedModelsOptions } from "./open-served-models.ts";
import { serveEndpoints } from "./serve-endpoints.ts";
import type { ServeOptions } from "./serve-endpoints.ts";

export const demoModels = fileURLToPath(new URL("../../templates/models", import.meta.url));

/** A server with the demo models on free ports, ready, that ends with the file. */
export async function serveForTests({
  workflows = [],
  places = workflows.length > 0 ? [] : [demoModels],
  newest,
  limits,
  inferTimeoutMs,
  sentAtOnce,
  ...more
}: Partial<ServeOptions> & Partial<ServedModelsOptions> = {}) {
  const log: string[] = [];
  const onLog = (line: string) => void log.push(line);
  const { host, repository, sources } = await openServedModels({
    places,
    workflows,
    threads: 1,
    onLog,
    ...(newest !== undefined && { newest }),
    ...(limits && { limits }),
    ...(sentAtOnce !== undefined && { sentAtOnce }),
    ...(inferTimeoutMs !== undefined && { inferTimeoutMs }),
  });
  const server = await serveEndpoints({
    sources,
    httpPort: 0,
    grpcPort: 0,
    metricsPort: 0,
    onLog,
    ...more,
  });
  afterAll(server.close);
  await Promise.all(sources.map(({ ready }) => ready));
  return { ...server, host, repository, log };
}

/**
 * Holds the process that computes: what it was sent stays under way for as long as the test looks, on machines of any
 * speed. Gives what lets it go on.
 */
export function holdComputing({ host }: { host: ModelHost }): () => void {
  const pid = host.pid()!;
  process.kill(pid, "SIGSTOP");
  const letGo = () => {
    try {
      process.kill(pid, "SIGCONT");
    } catch {
      // It was killed meanwhile.
    }
  };
  onTestFinished(letGo);
  return letGo;
}

export type Tensor = { name: string; shape: number[]; datatype: string; data?: unknown; parameters?: object };
export type Infer = { id?: string; inputs: Tensor[]; outputs?: object[]; parameters?: object };
/** What an answer holds is looked at by the test. */
type Answered = { status: number; headers: Headers; json: Record<string, unknown>; bytes: Buffer };

export async function call(url: string, init: RequestInit = {}): Promise<Answered> {
  const response = await fetch(url, init);
  const bytes = Buffer.from(await response.arrayBuffer());
  const headerLength = Number(response.headers.get("inference-header-content-length") ?? bytes.length);
  const json = JSON.parse(bytes.toString("utf8", 0, headerLength)) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, json, bytes: bytes.subarray(headerLength) };
}

export const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  call(url, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });

/** JSON with raw bytes behind it, as the binary extension has it. */
export function postBinary(url: string, head: Infer, tensors: Uint8Array[], more: Record<string, string> = {}) {
  const json = Buffer.from(JSON.stringify(head));
  const headers = { "Inference-Header-Content-Length": String(json.length), ...more };
  return call(url, { method: "POST", headers, body: Buffer.concat([json, ...tensors]) });
}

/** 13 measurements of a wine of class 0 in the demo's data. */
export const wine = [14.23, 1.71, 2.43, 15.6, 127, 2.8, 3.06, 0.28, 2.29, 5.64, 1.04, 3.92, 1065];
export const wineInput = (rows = 1): Tensor => ({
  name: "features",
  shape: [rows, 13],
  datatype: "FP32",
  data: Array.from({ length: rows }, () => wine),
});
export const floatBytes = (numbers: number[]) => new Uint8Array(Float32Array.from(numbers).buffer);

export function expectError(answer: Answered, status: number, message: RegExp) {
  expect({ status: answer.status, error: answer.json.error }).toEqual({
    status,
    error: expect.stringMatching(message),
  });
}
