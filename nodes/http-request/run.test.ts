import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { NodeContext } from "#graph/node-runner";
import { portsOf } from "#graph/ports-of";
import { freshNode } from "#graph/fresh-node";
import type { ImageValue } from "#graph/values";
import { createHttpClient } from "#server/http-client/create-http-client";
import { allowing, openTestHttpServer, type TestHttpServer } from "#server/http-client/http-server-for-tests";
import { givenSecrets } from "#server/secrets/run-secrets";
import { sendWithSecrets } from "#server/secrets/send-with-secrets";
import { encodeWav } from "../encode-wav.ts";
import { imageOf, runNode, testImages } from "../run-node-for-tests.ts";
import { httpRequest } from "./definition.ts";
import { retryAfterMs } from "./retry-after.ts";
import { runHttpRequest } from "./run.ts";

const SECRET = "s3cret/token+1";
let service: TestHttpServer;
let failures = 0;
const picture = imageOf(1, [
  [0, 255],
  [9, 9],
]);
const sound = { sampleRate: 8_000, channels: 1, samples: Float32Array.of(0, 0.5, -0.5) };

beforeAll(async () => {
  service = await openTestHttpServer(({ path, method, headers, body }, response) => {
    const say = (status: number, type: string, text: string | Uint8Array, more: Record<string, string> = {}) =>
      response.writeHead(status, { "content-type": type, ...more }).end(text);
    const [, first = "", second = ""] = new URL(path, "http://h").pathname.split("/");
    switch (first) {
      case "text":
        return say(200, "text/plain; charset=iso-8859-1", Buffer.from("grüße", "latin1"));
      case "page":
        return say(200, "text/html", "<!doctype html>\n<p>Not here</p>");
      case "picture":
        return void testImages.encode(picture, "png").then((png) => say(200, "image/png", png));
      case "sound":
        return say(200, "audio/wav", encodeWav(sound));
      case "empty":
        return response.writeHead(204).end();
      case "status":
        return say(Number(second), "application/json", '{"error":\n  "quota for the day"}');
      case "flaky":
        return failures++ < 2
          ? say(Number(second), "text/plain", "busy", { "retry-after": "0" })
          : say(200, "application/json", "1");
      case "later":
        return say(429, "text/plain", "", { "retry-after": "3600" });
      case "broken":
        return failures++ < 1 ? response.destroy() : say(200, "application/json", "1");
      case "proto":
        return say(200, "application/json", '{"__proto__": {}}');
      case "deep":
        return say(200, "application/json", "[".repeat(300) + "]".repeat(300));
      default:
        return say(200, "application/json", JSON.stringify({ path, method, headers, body }), {
          "x-echo": headers.authorization ?? "",
        });
    }
  });
});
afterAll(() => service.close());
beforeEach(() => {
  failures = 0;
  service.heard.length = 0;
});

type Params = Record<string, unknown>;
type Answer = { body: unknown; status: number; headers: Record<string, string> };
const logged: string[] = [];

async function ask(
  path: string,
  params: Params = {},
  inputs: Record<string, unknown> = {},
  context: Partial<NodeContext> = {},
) {
  const secrets = givenSecrets(
    [{ name: "TOKEN", value: SECRET, hosts: null }],
    (name) => `There is no secret "${name}".`,
  );
  const send = sendWithSecrets(createHttpClient({ allow: allowing("127.0.0.1") }), secrets);
  const signal = context.signal ?? new AbortController().signal;
  return (await runNode(httpRequest, runHttpRequest as never, {
    inputs: inputs as never,
    params: { url: path.startsWith("/") ? service.origin + path : path, ...params },
    context: { http: { send: (request) => send(request, signal) }, log: (line) => logged.push(line), ...context },
  })) as Answer;
}
const heardBy = async (path: string, params?: Params, inputs?: Record<string, unknown>) =>
  (await ask(path, params, inputs)).body as {
    path: string;
    method: string;
    headers: Record<string, string>;
    body: string;
  };

test.each(["GET", "POST", "PUT", "PATCH", "DELETE"])(
  "%s is asked for, with status and headers of the answer",
  async (method) => {
    const { body, status, headers } = await ask("/items", { method });

    expect(body).toMatchObject({ method, path: "/items" });
    expect([status, headers["content-type"]]).toEqual([200, "application/json"]);
  },
);

test("a body that was chosen for another method is not sent with GET, nor asked for at a port", async () => {
  await ask("/echo", { body: "text" });

  const [{ method, body }] = service.heard as [(typeof service.heard)[number]];
  expect([method, body.length]).toEqual(["GET", 0]);
  const node = freshNode(httpRequest, { id: "ask", params: { url: "http://h/", body: "text" } });
  expect(portsOf(node, httpRequest).inputs).toEqual({});
});

test("HEAD has no body, so that port does not fire", async () => {
  expect(Object.keys(await ask("/items", { method: "HEAD" }))).toEqual(["status", "headers"]);
  expect(Object.keys(await ask("/empty"))).toEqual(["status", "headers"]);
  expect((await ask("/empty", { response: "text" })).body).toBe("");
});

test("placeholders are inputs, and what is put in stays the part that it was meant to be", async () => {
  const params = {
    url: `${service.origin}/items/{{id}}?a=1#part`,
    query: { q: "{{words}}", page: "2" },
    headers: { "X-Own": "{{words}}" },
  };
  const node = { ...freshNode(httpRequest, { id: "n" }), params };
  const text = (value: string) => ({ kind: "text", value });

  const { path, headers } = await heardBy("", params, { id: text("../a b?c=d&e#f"), words: text("x&y=1") });

  expect(Object.keys(portsOf({ ...node, position: { x: 0, y: 0 } } as never, httpRequest).inputs)).toEqual([
    "id",
    "words",
  ]);
  expect(path).toBe("/items/..%2Fa%20b%3Fc%3Dd%26e%23f?a=1&q=x%26y%3D1&page=2");
  expect(headers["x-own"]).toBe("x&y=1");
  expect((await heardBy("{{url}}", {}, { url: text(`${service.origin}/whole?x=1`) })).path).toBe("/whole?x=1");
});

describe("a body is sent as what it is", () => {
  test.each<[string, unknown, string, string | RegExp]>([
    ["json", { a: [1, "ü"] }, "application/json", '{"a":[1,"ü"]}'],
    ["text", "grüße", "text/plain; charset=utf-8", "grüße"],
    ["image", picture, "image/png", /PNG/],
    ["audio", sound, "audio/wav", /^RIFF/],
    ["file", { name: "a.csv", mediaType: "text/csv", bytes: Buffer.from("a,b") }, "text/csv", "a,b"],
  ])("%s", async (kind, body, type, text) => {
    const heard = await heardBy("/", { method: "POST", body: kind }, { body });

    expect(heard.headers["content-type"]).toBe(type);
    expect(heard.body).toEqual(typeof text === "string" ? text : expect.stringMatching(text));
  });

  test("unless a header says otherwise", async () => {
    const headers = { "Content-Type": "application/vnd.own+json" };

    expect((await heardBy("/", { method: "POST", body: "json", headers }, { body: 1 })).headers["content-type"]).toBe(
      "application/vnd.own+json",
    );
  });
});

describe("the answer is given as what was asked for", () => {
  test("text in its own encoding", async () => {
    expect((await ask("/text", { response: "text" })).body).toBe("grüße");
  });
  test("an image", async () => {
    const decoded = await testImages.decode((await ask("/picture", { response: "image" })).body as ImageValue, 1);
    expect(decoded).toEqual(picture);
  });
  test("audio", async () => {
    expect((await ask("/sound", { response: "audio" })).body).toEqual(sound);
  });
  test("a file, named after the end of the URL", async () => {
    expect((await ask("/text/a%2Fb.txt?x=1", { response: "file" })).body).toEqual({
      name: "a_b.txt",
      mediaType: "text/plain",
      bytes: Buffer.from("grüße", "latin1"),
    });
  });
  test.each([
    [
      "/page",
      "json",
      /answered 200 with text\/html, which cannot be read as json: .* It begins: <!doctype html> <p>Not here/,
    ],
    ["/page", "image", /with text\/html, which cannot be read as image/],
    ["/page", "audio", /which cannot be read as audio/],
    ["/proto", "json", /"__proto__" is not taken/],
    ["/deep", "json", /nested deeper than 200 levels/],
  ])("%s is no %s, and that is said with what it is", async (path, response, message) => {
    await expect(ask(path, { response })).rejects.toMatchObject({
      param: "response",
      message: expect.stringMatching(message),
    });
  });
});

describe("authentication", () => {
  const secret = { secretName: "TOKEN" };
  const basic = `Basic ${Buffer.from(`me:${SECRET}`).toString("base64")}`;
  test.each([
    [{ auth: "bearer" }, (heard: TestHttpServer["heard"][0]) => heard.headers.authorization, `Bearer ${SECRET}`],
    [{ auth: "basic", user: "me" }, (heard: TestHttpServer["heard"][0]) => heard.headers.authorization, basic],
    [{ auth: "header", authName: "X-Key" }, (heard: TestHttpServer["heard"][0]) => heard.headers["x-key"], SECRET],
    [
      { auth: "query", authName: "key" },
      (heard: TestHttpServer["heard"][0]) => new URL(heard.path, "http://h").searchParams.get("key"),
      SECRET,
    ],
  ])("%j sends the secret, and takes it out of what comes back", async (params, sent, expected) => {
    const answer = await ask("/", { ...params, secret });

    expect(sent(service.heard[0]!)).toBe(expected);
    const given = JSON.stringify(answer);
    for (const form of [
      SECRET,
      encodeURIComponent(SECRET),
      Buffer.from(`me:${SECRET}`).toString("base64").slice(4, 20),
    ]) {
      expect(given).not.toContain(form);
    }
    expect(given).toContain("••••••");
  });

  test("with one that is not there says so at its field", async () => {
    await expect(ask("/", { auth: "bearer", secret: { secretName: "GONE" } })).rejects.toMatchObject({
      kind: "missing-secret",
      param: "secret",
      message: 'There is no secret "GONE".',
    });
    expect(service.heard).toEqual([]);
  });

  test.each<[Params, string]>([
    [{ auth: "bearer" }, "needs a secret"],
    [{ headers: { Authorization: "Bearer abc" } }, "Everybody who sees the workflow"],
    [{ auth: "header", authName: "Host", secret }, "cannot carry a secret"],
    [{ url: "http://h/{{a" }, "never closed"],
    [{ method: "POST", body: "json", url: "http://h/{{body}}" }, "cannot be named"],
  ])("the params %j are refused before a run", (params, message) => {
    const parsed = httpRequest.params.parse({ url: "http://h/", ...params });

    expect(httpRequest.checkParams?.(parsed).map((problem) => problem.message)).toEqual([
      expect.stringContaining(message),
    ]);
  });
});

describe("an error status", () => {
  test.each([
    [401, "Choose how to authenticate"],
    [404, "Check the path"],
    [429, "It is asked too often"],
    [500, "The fault is on its side"],
  ])("%i names the host, the status, what to do, and what the service says", async (status, remedy) => {
    await expect(ask(`/status/${status}?key=private`, { retries: 0 })).rejects.toMatchObject({
      kind: "request-failed",
      message: expect.stringMatching(
        new RegExp(`^127\\.0\\.0\\.1:${service.port} answered ${status} .*${remedy}.* It says: .*quota for the day`),
      ),
    });
    await expect(ask(`/status/${status}?key=private`, { retries: 0 })).rejects.not.toThrow("private");
  });

  test("is an answer like any other where that is wished", async () => {
    expect(await ask("/status/404", { failOnError: false })).toMatchObject({
      status: 404,
      body: { error: "quota for the day" },
    });
  });
});

describe("is tried again", () => {
  test.each([
    ["/flaky/429", "POST"],
    ["/flaky/503", "POST"],
    ["/flaky/500", "GET"],
    ["/flaky/502", "PUT"],
    ["/broken", "GET"],
  ])("after %s with %s, and says so", async (path, method) => {
    logged.length = 0;
    expect(await ask(path, { method })).toMatchObject({ status: 200, body: 1 });
    expect(logged[0]).toMatch(/^127\.0\.0\.1:\d+ (answered \d+|broke off); tries again in [\d.]+ s \(1 of 2\)\.$/);
  });

  test.each([
    ["/flaky/500", { method: "POST" }],
    ["/flaky/503", { retries: 0 }],
    ["/flaky/404", {}],
    ["/later", {}],
    ["/broken", { method: "POST" }],
  ])("not after %s with %j", async (path, params) => {
    await expect(ask(path, params)).rejects.toMatchObject({ kind: "request-failed" });
    expect(service.heard).toHaveLength(1);
  });

  test("while the run goes on, and no longer", async () => {
    const abort = new AbortController();
    // It says so before it waits for its next try.
    const log = () => abort.abort(new Error("cancelled"));
    const asked = ask("/status/503", {}, {}, { signal: abort.signal, log });

    await expect(asked).rejects.toThrow("aborted");
    expect(service.heard).toHaveLength(1);
  });

  test.each([
    ["0", 0],
    ["120", 120_000],
    ["Thu, 01 Jan 1970 00:00:05 GMT", 4_000],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["soon", null],
    [undefined, null],
  ])("as Retry-After %j asks", (header, ms) => {
    expect(retryAfterMs(header, 1_000)).toBe(ms);
  });
});
