import { createEndpointDirectory } from "./endpoint-directory.ts";
import type { EndpointDirectory } from "./endpoint-directory.ts";
import { openGrpcServer } from "./grpc/open-grpc-server.ts";
import { drainHttp, listenHttp } from "./http-listener.ts";
import { createApiServer, createMetricsServer } from "./protocol-servers.ts";
import { createByteBudget } from "./read-request-body.ts";
import type { EndpointSource } from "./served-endpoint.ts";
import { createKeyCheck } from "./serving-keys.ts";
import type { ServingKey } from "./serving-keys.ts";
import type { ServingState } from "./serving-state.ts";

const DRAIN_MS = 30_000;

export type ServeOptions = {
  sources: readonly EndpointSource[];
  /** 127.0.0.1 unless told. */
  host?: string;
  /** 0 takes a free one. */
  httpPort: number;
  grpcPort: number;
  metricsPort: number;
  /** Those that count when a request comes; null lets everyone in. */
  keys?: (() => readonly ServingKey[]) | null;
  /** Whether who needs no key may load and unload. */
  isOpenToChange?: boolean;
  maxRequestBytes?: number;
  /** Of all requests that are held at the same time. */
  maxHeldBytes?: number;
  drainMs?: number;
  onLog?: (line: string) => void;
};

export type EndpointServer = {
  httpUrl: string;
  /** host:port */
  grpcAddress: string;
  metricsUrl: string;
  directory: EndpointDirectory;
  /** Takes nothing new, lets what it has be answered, and ends. */
  close: () => Promise<void>;
};

/**
 * The Open Inference Protocol over HTTP and gRPC, and metrics, each on a port of its own. The sources end with the server,
 * also with one that did not start.
 *
 * @throws Error when a port is taken
 */
export async function serveEndpoints({
  sources,
  host = "127.0.0.1",
  httpPort,
  grpcPort,
  metricsPort,
  keys = null,
  isOpenToChange = false,
  maxRequestBytes = 64_000_000,
  maxHeldBytes = 512_000_000,
  drainMs = DRAIN_MS,
  onLog = () => {},
}: ServeOptions): Promise<EndpointServer> {
  const directory = createEndpointDirectory(sources);
  let isDraining = false;
  const state: ServingState = {
    directory,
    checkKey: createKeyCheck(keys, { isOpenToChange, directory }),
    budget: createByteBudget(maxHeldBytes),
    maxRequestBytes,
    isDraining: () => isDraining,
    onLog,
  };
  const api = createApiServer(state, { host });
  const metrics = createMetricsServer(state, { host, checkKey: state.checkKey });
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    isDraining = true;
    await Promise.all(closers.map((end) => end()));
    await directory.close();
  };
  try {
    const httpUrl = await listenHttp(api, httpPort, host);
    closers.push(() => drainHttp(api, drainMs));
    const metricsUrl = await listenHttp(metrics, metricsPort, host);
    closers.push(() => drainHttp(metrics, drainMs));
    const grpc = await openGrpcServer(state, { host, port: grpcPort });
    closers.push(() => grpc.close(drainMs));
    return { httpUrl, grpcAddress: grpc.address, metricsUrl, directory, close };
  } catch (error) {
    await close();
    throw error;
  }
}
