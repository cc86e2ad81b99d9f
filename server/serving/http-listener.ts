import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isLoopback } from "../http/check-origin.ts";
import { sendError } from "./send-answer.ts";
import { ServingError } from "./serving-error.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** What `answer` throws is sent; what was not foreseen is logged, and the client told no more than that. */
export function handleHttp(onLog: (line: string) => void, answer: Answer): RequestListener {
  return (request, response) => {
    request.on("error", () => {}); // a client that goes is told by the response
    void (async () => {
      try {
        await answer(request, response);
      } catch (error) {
        if (!(error instanceof ServingError)) onLog(`A request failed: ${(error as Error).stack ?? String(error)}`);
        sendError(response, error);
      }
    })();
  };
}

/** A page from elsewhere can reach this machine under a name of its own; to the local server it must not get through. */
export function refuseOtherNames({ headers }: IncomingMessage): void {
  const name = (headers.host ?? "").replace(/:\d+$/, "");
  if (name === "" || isLoopback(name)) return;
  throw new ServingError(
    403,
    `This server answers on this machine alone, not as ${JSON.stringify(name.slice(0, 100))}.`,
  );
}

/**
 * Longer than load balancers and pools of clients keep a connection that nobody uses, a minute by default: where the server
 * closes it first, the request that is just being sent on it is lost.
 */
const IDLE_CONNECTION_MS = 75_000;

/** Gives the URL. @throws Error when the port is taken */
export async function listenHttp(server: Server, port: number, address: string): Promise<string> {
  server.keepAliveTimeout = IDLE_CONNECTION_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, address, () => resolve());
  });
  const bound = server.address() as AddressInfo; // a server on a port has one
  return `http://${bound.family === "IPv6" ? `[${bound.address}]` : bound.address}:${bound.port}`;
}

/** Lets what is open be answered within the time. */
export async function drainHttp(server: Server, drainMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(timer);
}
