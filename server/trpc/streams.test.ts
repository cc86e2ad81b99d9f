import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestWeb, ORIGIN, type TestWeb } from "../http/web-for-tests.ts";
import { handleTrpcRequest } from "./handle-trpc-request.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await createTestWeb();
});
afterAll(() => web.close());

test("a stream ends soon after its reader is no member any more", async () => {
  let isMember = true;
  const services = { ...web.services, findSignedIn: async () => (isMember ? web.ours.people.viewer : null) };
  const request = new Request(`${ORIGIN}/api/trpc/runs.changes`, { headers: { accept: "text/event-stream" } });
  const response = await handleTrpcRequest(services, request, "a-request", { recheckMs: 20 });
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  expect(new TextDecoder().decode(value)).toContain("connected");

  isMember = false;

  for (let isOver = false; !isOver;) isOver = (await reader.read()).done;
});

test("a stream is sent as events that no proxy holds back", async () => {
  const abort = new AbortController();

  const response = await web.sendTrpc(web.ours.people.viewer, "/runs.changes", { signal: abort.signal });

  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  expect(response.headers.get("cache-control")).toContain("no-transform");
  abort.abort();
  const reader = response.body!.getReader();
  for (let isOver = false; !isOver;) isOver = (await reader.read()).done;
});
