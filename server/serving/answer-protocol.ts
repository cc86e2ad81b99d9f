import type { IncomingMessage, ServerResponse } from "node:http";
import { largeBuffers } from "./buffer-pool.ts";
import { answerRepository } from "./answer-repository.ts";
import { describeConfig, describeEndpoint } from "./describe-endpoint.ts";
import { isEndpointReady, isServerReady, serverMetadata } from "./describe-server.ts";
import { describeStatistics } from "./endpoint-statistics.ts";
import { readInferRequest } from "./read-infer-request.ts";
import { readRequestBody } from "./read-request-body.ts";
import { requireMethod } from "./require-method.ts";
import { runInference } from "./run-inference.ts";
import { sendInference, sendJson } from "./send-answer.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import { requireMayInfer } from "./serving-keys.ts";
import type { Caller } from "./serving-keys.ts";
import type { ServingState } from "./serving-state.ts";
import { ServingError } from "./serving-error.ts";
import { writeInferResponse } from "./write-infer-response.ts";

const modelPath = /^\/v2\/models\/([^/]+)(?:\/versions\/([^/]+))?(?:\/(ready|config|stats|infer))?$/;

/** Open Inference Protocol (KServe v2) over REST. @throws ServingError */
export async function answerProtocol(
  state: ServingState,
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
): Promise<void> {
  const { directory } = caller;
  const path = (request.url ?? "/").split("?", 1)[0]!.replace(/(?<=.)\/$/, "");
  if (path.startsWith("/v2/repository/")) return await answerRepository(state, { path, request, response, caller });
  const match = path === "/v2/models/stats" ? null : modelPath.exec(path);
  if (match) {
    const [, name, version, action] = match;
    requireMethod(request, response, action === "infer" ? "POST" : "GET");
    return await answerEndpoint(state, {
      endpoint: directory.require(name!, version),
      action,
      caller,
      request,
      response,
    });
  }
  const answers: Record<string, () => void> = {
    "/v2": () => sendJson(response, serverMetadata),
    "/v2/health/live": () => sendJson(response, { live: true }),
    "/v2/health/ready": () => {
      const ready = isServerReady(state);
      sendJson(response, { ready }, ready ? 200 : 503);
    },
    "/v2/models/stats": () => sendJson(response, { model_stats: directory.all().map(describeStatistics) }),
  };
  if (!Object.hasOwn(answers, path)) {
    throw new ServingError(404, `There is nothing at ${JSON.stringify(path.slice(0, 200))}. Begin at /v2.`);
  }
  requireMethod(request, response, "GET");
  answers[path]!();
}

type Asked = { endpoint: ServedEndpoint; caller: Caller; request: IncomingMessage; response: ServerResponse };

async function answerEndpoint(
  state: ServingState,
  { action, ...asked }: Asked & { action: string | undefined },
): Promise<void> {
  const { endpoint, caller, response } = asked;
  switch (action) {
    case undefined: {
      const versions = caller.directory.versionsOf(endpoint.name).map(({ version }) => version);
      return sendJson(response, describeEndpoint(endpoint, versions));
    }
    case "config":
      return sendJson(response, describeConfig(endpoint));
    case "stats":
      return sendJson(response, { model_stats: [describeStatistics(endpoint)] });
    case "ready": {
      const ready = isEndpointReady(state, endpoint);
      return sendJson(response, { name: endpoint.name, ready }, ready ? 200 : 503);
    }
    default:
      return await answerInfer(state, asked);
  }
}

async function answerInfer(state: ServingState, { endpoint, caller, request, response }: Asked): Promise<void> {
  requireMayInfer(caller);
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const answer = await runInference(state, endpoint, {
    protocol: "http",
    keyId: caller.keyId,
    signal: gone.signal,
    timeoutMs: null,
    read: async (take) => {
      const body = await readRequestBody(request, { maxBytes: state.maxRequestBytes, take });
      const infer = readInferRequest(body, readHeaderLength(request), endpoint);
      return { ...infer, release: () => largeBuffers.give(body) };
    },
    write: (infer, { tensors, release }) => {
      if (release) response.once("finish", release);
      return writeInferResponse(endpoint, infer, tensors);
    },
  });
  await sendInference(request, response, answer);
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
