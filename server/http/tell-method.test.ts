import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { tellMethod } from "./tell-method.ts";

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function answering(answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    tellMethod(request, response);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** As Next does behind what compresses its answers: the head goes first. */
const refusing: RequestListener = (_, response) => {
  response.statusCode = 405;
  response.flushHeaders();
  response.end();
};
const withWords: RequestListener = (_, response) =>
  response.writeHead(405, { "content-type": "text/plain" }).end("No.");

test("a method that an address does not take is told like any other refusal", async () => {
  const response = await fetch(`${await answering(refusing)}/api/v1/runs/7?key=secret`, { method: "DELETE" });

  expect(response.status).toBe(405);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toEqual({
    code: "METHOD_NOT_ALLOWED",
    message: '"/api/v1/runs/7" takes no DELETE. Send OPTIONS to learn what it takes.',
    requestId: expect.any(String),
  });
});

test.each<[string, string, string, RequestListener, [number, string]]>([
  ["of a page", "/runs", "POST", refusing, [405, ""]],
  ["to a question for the head alone", "/api/v1/x", "HEAD", refusing, [405, ""]],
  ["with words of its own", "/api/v1/x", "PUT", withWords, [405, "No."]],
  ["that is none", "/api/v1/x", "GET", (_, response) => response.end(), [200, ""]],
])("a refusal %s stays as it is", async (_, path, method, answer, expected) => {
  const response = await fetch((await answering(answer)) + path, { method });

  expect([response.status, await response.text()]).toEqual(expected);
});
