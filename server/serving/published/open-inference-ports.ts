import "#server-only";
import type { ArtifactStore } from "../../artifacts/artifact-store.ts";
import type { Database } from "../../db/client.ts";
import { cpuBudget } from "../../engine/cpu-budget.ts";
import { availableMemory } from "../../engine/available-memory.ts";
import { findApiKey } from "../../keys/find-api-key.ts";
import { findBatching } from "../../models/find-batching.ts";
import { openRunServices } from "../../runs/run-services.ts";
import type { RunLimits } from "../../runs/run-limits.ts";
import { createEndpointDirectory } from "../endpoint-directory.ts";
import { createEndpointStatistics } from "../endpoint-statistics.ts";
import type { EndpointStatistics } from "../endpoint-statistics.ts";
import { openGrpcServer } from "../grpc/open-grpc-server.ts";
import { drainHttp, listenHttp } from "../http-listener.ts";
import { createApiServer, createMetricsServer } from "../protocol-servers.ts";
import { createByteBudget } from "../read-request-body.ts";
import { passerBy } from "../serving-keys.ts";
import type { ServingState } from "../serving-state.ts";
import { createApiKeyCheck } from "./check-api-keys.ts";
import { createConverters } from "./create-converters.ts";
import { followPublished } from "./follow-published.ts";
import { keepPort } from "./keep-port.ts";
import type { KeptPort, Opened } from "./keep-port.ts";
import { createModelEndpoint } from "./model-endpoint.ts";
import { openContentStock } from "./open-content-stock.ts";
import type { PublishedContent } from "./published-content.ts";
import { rememberKeys } from "./remember-keys.ts";
import { createWorkflowEndpoint } from "./workflow-endpoint.ts";

/** 0 takes a free one; null leaves it closed. */
export type InferencePortNumbers = { http: number | null; grpc: number | null; metrics: number | null };

export type InferencePortOptions = {
  database: Database;
  /** The same database, by a direct address: the bell is heard over it. */
  databaseUrl: string;
  artifacts: ArtifactStore;
  limits: RunLimits;
  host: string;
  ports: InferencePortNumbers;
  maxRequestBytes?: number;
  maxFileBytes: number;
  threads?: number;
  /** Of the models that are loaded; theirs are beside the engines'. */
  modelBytes?: number;
  /** A model that nobody asks for goes after so long. */
  idleMs?: number;
  pollMs?: number;
  retryMs?: number;
  onLog?: (line: string) => void;
};

export type InferencePorts = {
  /** Null where a port is off, or taken. */
  addresses: () => { http: string | null; grpc: string | null; metrics: string | null };
  /** Resolves once what is published is known. */
  ready: Promise<void>;
  /** Takes nothing new, and lets what it has be answered within the time. */
  close: (drainMs?: number) => Promise<void>;
};

/** Engines have 0.6 of the memory, and Postgres and web need theirs. */
const MODELS_SHARE = 0.15;
const IDLE_MS = 600_000;
const LIMITS = { maxWaiting: 128, maxWaitingBytes: 256_000_000, maxWaitMs: 30_000 };
const MAX_REQUEST_BYTES = 64_000_000;
const MAX_HELD_BYTES = 512_000_000;
const DRAIN_MS = 3_000;
/** For what is still to be said when nobody is waited for any more. */
const LAST_WORDS_MS = 500;

/**
 * The Open Inference Protocol for what is published in all workspaces: over HTTP, over gRPC, and metrics, each on a port of
 * its own. A port that is taken is left out and tried again.
 */
export async function openInferencePorts({
  database,
  databaseUrl,
  artifacts,
  limits,
  host,
  ports,
  maxRequestBytes = MAX_REQUEST_BYTES,
  maxFileBytes,
  threads = cpuBudget(),
  modelBytes = Math.floor(availableMemory() * MODELS_SHARE),
  idleMs = IDLE_MS,
  pollMs,
  retryMs,
  onLog = console.error,
}: InferencePortOptions): Promise<InferencePorts> {
  const ending = new AbortController();
  let isDraining = false;
  const runServices = await openRunServices({ database, databaseUrl, limits });
  const stock = openContentStock({ threads, budgetBytes: modelBytes, idleMs, limits: LIMITS, onLog });
  const converters = createConverters(stock);
  const statistics = new Map<string, EndpointStatistics>();
  const keys = rememberKeys((key) => findApiKey(database, key));
  const published = followPublished({
    database,
    onBell: keys.doubt,
    wakeups: runServices.wakeups,
    endpointFor,
    onLog,
    ...(pollMs !== undefined && { pollMs }),
  });

  function endpointFor(content: PublishedContent) {
    const id = `${content.deploymentId}/${content.version}`;
    // A version that answers again goes on counting where it ended.
    const counted = statistics.get(id) ?? createEndpointStatistics();
    statistics.set(id, counted);
    if (content.type === "model") {
      // What cannot be told now is found out by trying.
      const find = (hash: string) => findBatching(database, hash).catch(() => null);
      return createModelEndpoint(content, { stock, artifacts, findBatching: find, statistics: counted });
    }
    const tools = { database, runServices, artifacts, converters, maxFileBytes, ending: ending.signal };
    return createWorkflowEndpoint(content, { ...tools, statistics: counted });
  }

  // Names are of workspaces: who has no key knows of none.
  const directory = createEndpointDirectory([
    {
      endpoints: () => [],
      ready: published.ready,
      isReady: published.isReady,
      metrics: () => stock.metrics(published.swaps()),
      close: async () => {},
    },
  ]);
  const checkKey = createApiKeyCheck(keys, published);
  const state: ServingState = {
    directory,
    checkKey,
    budget: createByteBudget(MAX_HELD_BYTES),
    maxRequestBytes,
    isDraining: () => isDraining,
    onLog,
  };

  async function openHttp(server: ReturnType<typeof createApiServer>, port: number): Promise<Opened> {
    const address = await listenHttp(server, port, host);
    return { address, close: (drainMs) => drainHttp(server, drainMs) };
  }
  const keep = (port: number | null, what: string, setting: string, open: (port: number) => Promise<Opened>) =>
    port === null
      ? null
      : keepPort(() => open(port), { what, port, host, setting, onLog, ...(retryMs !== undefined && { retryMs }) });
  const kept = await Promise.all([
    keep(ports.http, "the Open Inference Protocol over HTTP", "PATCHBAY_INFERENCE_PORT", (port) =>
      openHttp(createApiServer(state, { host }), port),
    ),
    keep(ports.grpc, "the Open Inference Protocol over gRPC", "PATCHBAY_INFERENCE_GRPC_PORT", (port) =>
      openGrpcServer(state, { host, port }),
    ),
    keep(ports.metrics, "metrics", "PATCHBAY_METRICS_PORT", (port) =>
      openHttp(createMetricsServer(state, { host, checkKey: checkForMetrics }), port),
    ),
  ]);

  /** What scrapes without a key gets the numbers of the process, and no names. */
  function checkForMetrics(authorization: string | undefined) {
    return authorization === undefined ? passerBy(state) : checkKey(authorization);
  }

  const [http, grpc, metrics] = kept;
  const addressOf = (port: KeptPort | null | undefined) => port?.address() ?? null;
  return {
    addresses: () => ({ http: addressOf(http), grpc: addressOf(grpc), metrics: addressOf(metrics) }),
    ready: published.ready,
    close: async (drainMs = DRAIN_MS) => {
      isDraining = true;
      const timer = setTimeout(() => ending.abort(), drainMs);
      await Promise.all(kept.map(async (port) => await port?.close(drainMs + LAST_WORDS_MS)));
      clearTimeout(timer);
      ending.abort();
      await published.close();
      await Promise.all([stock.close(), runServices.close()]);
    },
  };
}
