import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import superjson from "superjson";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import type { SignedIn } from "../auth/signed-in.ts";
import { createTestDatabase } from "../db/database-for-tests.ts";
import { readEnv } from "../env.ts";
import { createWebServices } from "../open-web-services.ts";
import { handleTrpcRequest } from "../trpc/handle-trpc-request.ts";
import { appRouter } from "../trpc/root.ts";
import type { WebServices } from "../web-services.ts";
import { type Handler, handleWith } from "./handle.ts";

export const ORIGIN = "http://127.0.0.1:3000";

/** What a call gave: `data` of a success, `error` as the browser sees it, and the status either way. */
export type CallResult = {
  status: number;
  data?: unknown;
  error?: {
    message: string;
    data: { code: string; reason?: string; details?: unknown; requestId?: string; path?: string };
  };
};

export type Send = { method?: string; body?: BodyInit | null; headers?: Record<string, string>; signal?: AbortSignal };

/**
 * A web process on a database of its own, with two workspaces of five people each. Everything is real but the session:
 * who sends a request is said by the test.
 */
export async function createTestWeb(env: Record<string, string> = {}) {
  const test = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "patchbay-web-test-"));
  const opened = await createWebServices(
    readEnv({ DATABASE_URL: test.url, PATCHBAY_DATA: dataDir, PATCHBAY_TEMPLATES: dataDir, ...env }),
  );
  const people = new Map<string, SignedIn>();
  const services: WebServices = {
    ...opened,
    findSignedIn: async (headers) => people.get(headers.get("x-test-person") ?? "") ?? null,
  };
  const ours = await createTestWorkspace(test.database, "Ours");
  const theirs = await createTestWorkspace(test.database, "Theirs");
  for (const { people: some } of [ours, theirs])
    for (const person of Object.values(some)) people.set(person.user.id, person);

  const requestOf = (person: SignedIn | null, path: string, { method = "GET", body, headers, signal }: Send): Request =>
    new Request(`${ORIGIN}${path}`, {
      method,
      headers: { origin: ORIGIN, ...(person && { "x-test-person": person.user.id }), ...headers },
      ...(body !== undefined && body !== null && { body, duplex: "half" }),
      ...(signal && { signal }),
    });

  const sendTrpc = (person: SignedIn | null, path: string, send: Send = {}): Promise<Response> =>
    handleTrpcRequest(services, requestOf(person, `/api/trpc${path}`, send), "request-of-a-test");

  return {
    services,
    database: test.database,
    ours,
    theirs,
    sendTrpc,
    /** Through a route of app/api. */
    send: (person: SignedIn | null, path: string, handler: Handler, send: Send = {}) =>
      handleWith(services, requestOf(person, path, send), handler),
    /**
     * Calls a procedure as the browser does. `raw` goes on the wire as it is, without superjson's envelope. A subscription
     * is waited for until it is refused, unless it is one that `staysOpen`.
     */
    call: async (
      person: SignedIn | null,
      path: string,
      input?: unknown,
      { raw = false, staysOpen = false } = {},
    ): Promise<CallResult> => {
      const wire = raw ? input : superjson.serialize(input);
      const isMutation = typeOf(path) === "mutation";
      const query = wire === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(wire))}`;
      const response = isMutation
        ? await sendTrpc(person, `/${path}`, {
            method: "POST",
            body: JSON.stringify(wire) ?? "",
            headers: { "content-type": "application/json" },
          })
        : await sendTrpc(person, `/${path}${query}`);
      return readResult(response, { staysOpen });
    },
    close: async () => {
      await opened.close();
      await test.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type TestWeb = Awaited<ReturnType<typeof createTestWeb>>;

type AnyProcedure = { _def: { type: "query" | "mutation" | "subscription"; meta?: { access?: string } } };

/** Every procedure of the server by its path, e.g. "workflows.get". */
export function allProcedures(): [path: string, procedure: AnyProcedure][] {
  return Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>);
}

export function typeOf(path: string): "query" | "mutation" | "subscription" {
  const procedure = allProcedures().find(([name]) => name === path)?.[1];
  if (!procedure) throw new Error(`There is no procedure ${path}.`);
  return procedure._def.type;
}

/** Of a stream that `staysOpen`, what comes within a moment; of any other its error, however long a busy machine takes to it. */
export async function readResult(response: Response, { staysOpen = false } = {}): Promise<CallResult> {
  const { status } = response;
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) {
    return readStream(response, staysOpen ? MOMENT_MS : ERROR_WITHIN_MS);
  }
  const body = (await response.json()) as { result?: { data: unknown }; error?: unknown };
  if (body.error) return { status, error: superjson.deserialize(body.error as never) };
  return {
    status,
    data: body.result?.data === undefined ? undefined : superjson.deserialize(body.result.data as never),
  };
}

const MOMENT_MS = 250;
const ERROR_WITHIN_MS = 60_000;

async function readStream(response: Response, withinMs: number): Promise<CallResult> {
  const { status } = response;
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = "";
  const timer = setTimeout(() => void reader.cancel(), withinMs);
  for (;;) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: true });
    const failed = /event: serialized-error\ndata: (.*)\n/.exec(text);
    if (!done && !failed) continue;
    clearTimeout(timer);
    await reader.cancel();
    return failed ? { status, error: superjson.deserialize(JSON.parse(failed[1]!)) } : { status, data: text };
  }
}
