import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { askServer } from "./ask-server.ts";

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function answering(status: number, type: string, body: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, { "content-type": type }).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const refusal = { error: { json: { message: "There is no such run.", code: -32004 } } };

test.each([
  ["a refusal of ours", 404, JSON.stringify(refusal)],
  ["an error of ours", 500, JSON.stringify([refusal, { result: { data: {} } }])],
  ["an answer", 200, JSON.stringify({ result: { data: {} } })],
])("%s is read as it is", async (_, status, body) => {
  const response = await askServer(await answering(status, "application/json", body));

  expect([response.status, await response.text()]).toEqual([status, body]);
});

test("what refuses a request before it is looked at is told in its own words", async () => {
  const body = { code: "FORBIDDEN", message: "Requests from http://b are refused.", requestId: "1" };
  const url = await answering(403, "application/json", JSON.stringify(body));

  await expect(askServer(url)).rejects.toThrow("Requests from http://b are refused.");
});

test.each([
  ["a page of a proxy before a server that is down", 502, "text/html", "<h1>Bad gateway</h1>"],
  ["JSON of a proxy", 503, "application/json", '{"message":"no healthy upstream"}'],
  ["JSON of a proxy with an error of its own", 503, "application/json", '{"error":"no healthy upstream"}'],
  ["JSON that is cut off", 500, "application/json", '{"error":{"js'],
  ["a list of nothing", 500, "application/json", "[]"],
])("%s is told by its status", async (_, status, type, body) => {
  const url = await answering(status, type, body);

  await expect(askServer(url)).rejects.toThrow(`The server answers with status ${status} only. Try again in a moment.`);
});

test.each([
  ["a refusal of a proxy", 403, "application/json", '{"blocked":true}'],
  ["a page to sign in at a proxy", 200, "text/html", "<h1>Sign in</h1>"],
])("%s is told from an answer of the server", async (_, status, type, body) => {
  const url = await answering(status, type, body);

  await expect(askServer(url)).rejects.toThrow(
    `Something before the server answered in its place, with status ${status}. Reload the page.`,
  );
});
