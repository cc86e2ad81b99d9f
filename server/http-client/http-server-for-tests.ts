import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseAllowList } from "./allow-list.ts";
import type { AllowList } from "./allow-list.ts";

export type Heard = { method: string; path: string; headers: Record<string, string>; body: string };

export type TestHttpServer = {
  /** Without a slash at the end. */
  origin: string;
  port: number;
  /** What came in, in order. */
  heard: Heard[];
  close: () => Promise<void>;
};

/** A real server on loopback. What it answers is up to the test. */
export async function openTestHttpServer(
  answer: (request: Heard, response: ServerResponse) => void,
): Promise<TestHttpServer> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    void read(request).then((one) => {
      heard.push(one);
      answer(one, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    heard,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/**
 * A service that keeps whoever asks waiting until the test lets it go on: a step that asks it is under way for as long as
 * the test looks, on machines of any speed. Then it answers with the path that was asked for, and so at once from then on.
 */
export async function openHoldingServer(): Promise<TestHttpServer & { letGo: () => void }> {
  let isHolding = true;
  const held: (() => void)[] = [];
  const server = await openTestHttpServer(({ path }, response) => {
    const answer = () => response.end(decodeURIComponent(path.slice(1)));
    if (isHolding) held.push(answer);
    else answer();
  });
  return {
    ...server,
    letGo: () => {
      isHolding = false;
      for (const answer of held.splice(0)) answer();
    },
  };
}

export function allowing(list: string): AllowList {
  return parseAllowList(list, {
    addIssue: (issue: { message?: string }) => {
      throw new Error(issue.message);
    },
  } as never);
}

async function read(request: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}
