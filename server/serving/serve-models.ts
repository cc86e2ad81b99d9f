import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerProtocol } from "./answer-protocol.ts";
import type { ProtocolState } from "./answer-protocol.ts";
import { createModelStatistics } from "./model-statistics.ts";
import { openModelHost } from "./open-model-host.ts";
import type { ModelHost } from "./open-model-host.ts";
import { createByteBudget } from "./read-request-body.ts";
import { sendError, sendText } from "./send-answer.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import { ServingError } from "./serving-error.ts";
import { writeMetrics } from "./write-metrics.ts";

const DRAIN_MS = 30_000;

export type ServeOptions = {
  models: readonly ServedEndpoint[];
  /** 127.0.0.1 unless told: there is no password. */
  host?: string;
  /** 0 takes a free one. */
  httpPort: number;
  metricsPort: number;
  threads: number;
  maxRequestBytes?: number;
  /** Of all requests that are held at the same time. */
  maxHeldBytes?: number;
  maxWaiting?: number;
  inferTimeoutMs?: number;
  onLog?: (line: string) => void;
};

export type ModelServer = {
  httpUrl: string;
  metricsUrl: string;
  host: ModelHost;
  /** Takes nothing new, lets what it has be answered, and ends. */
  close: () => Promise<void>;
};

/** Models over HTTP: the Open Inference Protocol on one port, metrics on another. @throws Error when a port is taken */
export async function serveModels({
  models,
  host: address = "127.0.0.1",
  httpPort,
  metricsPort,
  threads,
  maxRequestBytes = 64_000_000,
  maxHeldBytes = 512_000_000,
  maxWaiting = 128,
  inferTimeoutMs = 60_000,
  onLog = () => {},
}: ServeOptions): Promise<ModelServer> {
  const host = openModelHost({ models, threads, maxWaiting, inferTimeoutMs, onLog });
  const statistics = new Map(models.map(({ name }) => [name, createModelStatistics()]));
  const state: ProtocolState = {
    models: new Map(models.map((model) => [model.name, model])),
    statistics,
    host,
    maxRequestBytes,
    budget: createByteBudget(maxHeldBytes),
    isDraining: false,
    onLog,
  };
  const guard = isLoopback(address) ? refuseOtherNames : () => {};
  const api = createServer(handle(guard, (request, response) => answerProtocol(state, request, response), onLog));
  const metrics = createServer(
    handle(
      guard,
      (request, response) => {
        if (request.url !== "/metrics") throw new ServingError(404, "Metrics are at /metrics.");
        sendText(response, writeMetrics(state, host));
      },
      onLog,
    ),
  );
  try {
    return {
      httpUrl: await listen(api, httpPort, address),
      metricsUrl: await listen(metrics, metricsPort, address),
      host,
      close: async () => {
        state.isDraining = true;
        await Promise.all([drain(api), drain(metrics)]);
        await host.close();
      },
    };
  } catch (error) {
    api.close();
    await host.close();
    throw error;
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

function handle(
  guard: (request: IncomingMessage) => void,
  answer: Answer,
  onLog: (line: string) => void,
): RequestListener {
  return (request, response) => {
    request.on("error", () => {}); // a client that goes is told by the response
    void (async () => {
      try {
        guard(request);
        await answer(request, response);
      } catch (error) {
        if (!(error instanceof ServingError)) onLog(`A request failed: ${(error as Error).stack ?? String(error)}`);
        sendError(response, error);
      }
    })();
  };
}

/** A page from elsewhere can reach this machine under a name of its own; to the local server it must not get through. */
function refuseOtherNames({ headers }: IncomingMessage) {
  const name = (headers.host ?? "").replace(/:\d+$/, "");
  if (["", "localhost", "127.0.0.1", "[::1]"].includes(name)) return;
  throw new ServingError(
    403,
    `This server answers on this machine alone, not as ${JSON.stringify(name.slice(0, 100))}.`,
  );
}

function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || address.startsWith("127.");
}

async function listen(server: Server, port: number, address: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, address, () => resolve());
  });
  const bound = server.address() as AddressInfo; // a server on a port has one
  return `http://${bound.family === "IPv6" ? `[${bound.address}]` : bound.address}:${bound.port}`;
}

async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(timer);
}
