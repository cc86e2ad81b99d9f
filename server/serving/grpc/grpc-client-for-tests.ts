import { credentials, Metadata } from "@grpc/grpc-js";
import type { CallOptions, Client, ServiceError } from "@grpc/grpc-js";
import { afterAll } from "vitest";
import { loadServices } from "./load-services.ts";

type Unary = (
  request: unknown,
  metadata: Metadata,
  options: CallOptions,
  done: (error: ServiceError | null, response: unknown) => void,
) => { cancel: () => void };

export type Called = { code: number; details: string; metadata: Metadata; response: Record<string, unknown> };
export type AskOptions = { headers?: Record<string, string>; deadlineMs?: number; signal?: AbortSignal };

/** Clients of both services, that close with the file. What a call fails with is given, not thrown. */
export function openClients(address: string) {
  const { inference, health } = loadServices();
  const insecure = credentials.createInsecure();
  const options = { "grpc.max_receive_message_length": -1, "grpc.enable_retries": 0 };
  const clients = { inference: new inference(address, insecure, options), health: new health(address, insecure) };
  afterAll(() => {
    clients.inference.close();
    clients.health.close();
  });
  return { ...clients, ask: ask.bind(null, clients.inference), check: ask.bind(null, clients.health) };
}

function ask(
  client: Client,
  method: string,
  request: object = {},
  { headers = {}, deadlineMs, signal }: AskOptions = {},
): Promise<Called> {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const options = deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs };
  return new Promise((resolve) => {
    // A client made of a service has a method for each of its calls.
    const methods = client as unknown as Record<string, Unary>;
    const call = methods[method]!(request, metadata, options, (error, response) =>
      resolve({
        code: error?.code ?? 0,
        details: error?.details ?? "",
        metadata: error?.metadata ?? new Metadata(),
        response: (response ?? {}) as Record<string, unknown>,
      }),
    );
    signal?.addEventListener("abort", () => call.cancel());
  });
}
