import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { ServingState } from "../serving-state.ts";
import { createHealthService } from "./health-service.ts";
import { createInferenceService } from "./inference-service.ts";
import { loadServices } from "./load-services.ts";

/** Beside the tensors a message has names and shapes. */
const HEAD_BYTES = 1_000_000;
const MAX_CALLS_OF_A_CONNECTION = 512;

export type GrpcServer = {
  /** host:port, as clients of gRPC are told it. */
  address: string;
  /** Takes no new calls, lets those that are open end within the time, and ends. */
  close: (drainMs: number) => Promise<void>;
};

/** The protocol over gRPC without encryption, as over HTTP. @throws Error when the port is taken */
export async function openGrpcServer(
  state: ServingState,
  { host, port }: { host: string; port: number },
): Promise<GrpcServer> {
  const server = new Server({
    "grpc.max_receive_message_length": state.maxRequestBytes + HEAD_BYTES,
    "grpc.max_send_message_length": -1,
    "grpc.max_concurrent_streams": MAX_CALLS_OF_A_CONNECTION,
  });
  const { inference, health } = loadServices();
  server.addService(inference.service, createInferenceService(state));
  server.addService(health.service, createHealthService(state));
  const shown = host.includes(":") ? `[${host}]` : host;
  // Of a port that is taken, gRPC says nothing that tells it, and prints a line of its own.
  if (port !== 0) await requireFreePort(port, host);
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${shown}:${port}`, ServerCredentials.createInsecure(), (error, actual) =>
      error ? reject(error) : resolve(actual),
    );
  });
  return {
    address: `${shown}:${bound}`,
    close: async (drainMs) => {
      const ended = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      const late = new AbortController();
      await Promise.race([ended, delay(drainMs, undefined, { signal: late.signal }).catch(() => {})]);
      late.abort();
      server.forceShutdown();
    },
  };
}

/** @throws Error with code EADDRINUSE, EACCES, … */
async function requireFreePort(port: number, host: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject).listen(port, host, () => resolve());
  });
  await new Promise<void>((resolve) => void probe.close(() => resolve()));
}
