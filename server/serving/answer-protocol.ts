import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { describeConfig, describeModel } from "./describe-model.ts";
import { countFailure, countSuccess, describeStatistics } from "./model-statistics.ts";
import type { ModelStatistics } from "./model-statistics.ts";
import type { ModelHost } from "./open-model-host.ts";
import { readInferRequest } from "./read-infer-request.ts";
import { readRequestBody } from "./read-request-body.ts";
import type { ByteBudget } from "./read-request-body.ts";
import { sendInference, sendJson } from "./send-answer.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import { ServingError } from "./serving-error.ts";
import { writeInferResponse } from "./write-infer-response.ts";

export type ProtocolState = {
  models: ReadonlyMap<string, ServedEndpoint>;
  statistics: ReadonlyMap<string, ModelStatistics>;
  host: ModelHost;
  maxRequestBytes: number;
  budget: ByteBudget;
  isDraining: boolean;
  onLog: (line: string) => void;
};

const extensions = ["binary_tensor_data", "model_configuration", "statistics"];
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const modelPath = /^\/v2\/models\/([^/]+)(?:\/versions\/([^/]+))?(?:\/(ready|config|stats|infer))?$/;
const noStatistics = "There are no statistics of the model.";

/** Open Inference Protocol (KServe v2) over REST. @throws ServingError */
export async function answerProtocol(
  state: ProtocolState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { host, models } = state;
  const path = (request.url ?? "/").split("?", 1)[0]!.replace(/(?<=.)\/$/, "");
  const match = path === "/v2/models/stats" ? null : modelPath.exec(path);
  if (match) {
    const [, name, wantedVersion, action] = match;
    requireMethod(request, response, action === "infer" ? "POST" : "GET");
    return await answerModel(state, requireModel(models, name!, wantedVersion), action, request, response);
  }
  const isUp = host.isReady() && !state.isDraining;
  switch (path) {
    case "/v2":
      requireMethod(request, response, "GET");
      return sendJson(response, { name: "patchbay", version, extensions });
    case "/v2/health/live":
      requireMethod(request, response, "GET");
      return sendJson(response, { live: true });
    case "/v2/health/ready":
      requireMethod(request, response, "GET");
      return sendJson(response, { ready: isUp }, isUp ? 200 : 503);
    case "/v2/models/stats":
      requireMethod(request, response, "GET");
      return sendJson(response, { model_stats: [...models.values()].map((model) => statisticsOf(state, model)) });
    case "/v2/repository/index":
      requireMethod(request, response, "POST");
      return sendJson(
        response,
        [...models.values()].map((model) => indexEntry(state, model)),
      );
    default:
      throw new ServingError(404, `There is nothing at ${JSON.stringify(path.slice(0, 200))}. Begin at /v2.`);
  }
}

async function answerModel(
  state: ProtocolState,
  model: ServedEndpoint,
  action: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  switch (action) {
    case undefined:
      return sendJson(response, describeModel(model));
    case "config":
      return sendJson(response, describeConfig(model));
    case "stats":
      return sendJson(response, { model_stats: [statisticsOf(state, model)] });
    case "ready": {
      const ready = state.host.isReady() && !state.isDraining && state.host.refusalOf(model.name) === undefined;
      return sendJson(response, { name: model.name, ready }, ready ? 200 : 503);
    }
    default:
      return await answerInfer(state, model, request, response);
  }
}

async function answerInfer(
  { host, statistics, budget, maxRequestBytes, isDraining }: ProtocolState,
  model: ServedEndpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const counted = statistics.get(model.name);
  if (!counted) throw new Error(noStatistics);
  const startedAt = process.hrtime.bigint();
  const tookNs = () => Number(process.hrtime.bigint() - startedAt);
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  let heldBytes = 0;
  const take = (bytes: number) => {
    if (!budget.take(bytes)) {
      throw new ServingError(429, "Too many requests are held in memory already. Try again in a second.");
    }
    heldBytes += bytes;
  };
  try {
    if (isDraining) throw new ServingError(503, "The server is shutting down.");
    const body = await readRequestBody(request, { maxBytes: maxRequestBytes, take });
    const infer = readInferRequest(body, readHeaderLength(request), model);
    const names = infer.outputs.map(({ name }) => name);
    const { tensors, times } = await host.infer({
      model: model.name,
      inputs: infer.inputs,
      outputs: names,
      signal: gone.signal,
    });
    const answer = writeInferResponse(model, infer, tensors);
    countSuccess(counted, { inputs: infer.inputs, times, tookNs: tookNs() });
    await sendInference(request, response, answer);
  } catch (error) {
    // A body that breaks off is the client's going, not a fault of ours.
    const known = request.destroyed && !request.complete ? new ServingError(499, "The client has gone.") : error;
    countFailure(counted, { status: known instanceof ServingError ? known.status : 500, tookNs: tookNs() });
    throw known;
  } finally {
    budget.give(heldBytes);
  }
}

function readHeaderLength({ headers }: IncomingMessage): number | null {
  const given = headers["inference-header-content-length"];
  if (given === undefined) return null;
  if (typeof given === "string" && /^\d{1,15}$/.test(given)) return Number(given);
  throw new ServingError(
    400,
    `Inference-Header-Content-Length must be a count of bytes, not ${JSON.stringify(given)}.`,
  );
}

function requireModel(
  models: ReadonlyMap<string, ServedEndpoint>,
  segment: string,
  wantedVersion: string | undefined,
): ServedEndpoint {
  const model = models.get(segment);
  if (!model) {
    const names = [...models.keys()].map((name) => `"${name}"`).join(", ");
    throw new ServingError(404, `There is no model ${JSON.stringify(segment.slice(0, 200))}. There is ${names}.`);
  }
  if (wantedVersion === undefined || wantedVersion === model.version) return model;
  const quoted = JSON.stringify(wantedVersion.slice(0, 50));
  throw new ServingError(404, `The model "${model.name}" has no version ${quoted}, only "${model.version}".`);
}

function requireMethod(request: IncomingMessage, response: ServerResponse, method: "GET" | "POST"): void {
  if (request.method === method || (method === "GET" && request.method === "HEAD")) return;
  response.setHeader("Allow", method === "GET" ? "GET, HEAD" : method);
  throw new ServingError(405, `This address takes ${method}, not ${request.method}.`);
}

function statisticsOf({ statistics }: ProtocolState, { name, version: own }: ServedEndpoint) {
  const counted = statistics.get(name);
  if (!counted) throw new Error(noStatistics);
  return describeStatistics(name, own, counted);
}

function indexEntry({ host, isDraining }: ProtocolState, { name, version: own }: ServedEndpoint) {
  const reason = host.refusalOf(name) ?? (isDraining ? "shutting down" : host.isReady() ? "" : "loading");
  return { name, version: own, state: reason === "" ? "READY" : "UNAVAILABLE", reason };
}
