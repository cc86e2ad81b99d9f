import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noAllowList } from "./allow-list.ts";
import { createHttpClient, type GuardedHttpClient, type OutgoingRequest } from "./create-http-client.ts";
import { allowing, openTestHttpServer, type TestHttpServer } from "./http-server-for-tests.ts";

let home: TestHttpServer;
/** Another origin that may be asked, and one that may not. */
let elsewhere: TestHttpServer;
let forbidden: TestHttpServer;
let client: GuardedHttpClient;
let slowClosed: Promise<void>;

beforeAll(async () => {
  forbidden = await openTestHttpServer((_request, response) => response.end("inside"));
  elsewhere = await openTestHttpServer(({ path }, response) => {
    if (path === "/back") response.writeHead(302, { location: `${home.origin}/plain` });
    response.end("elsewhere");
  });
  home = await openTestHttpServer(({ path, method }, response) => {
    const to = (status: number, location: string) => response.writeHead(status, { location }).end();
    const [, first = "", second = ""] = path.split("/");
    switch (first) {
      case "redirect":
        return to(Number(second), "/plain");
      case "leave":
        return to(307, `${elsewhere.origin}/${second}`);
      case "inside":
        return to(302, `http://localhost:${forbidden.port}/`);
      case "metadata":
        return to(302, "http://169.254.169.254/latest/meta-data/");
      case "loop":
        return to(302, "/loop");
      case "nowhere":
        return to(302, "http://[");
      case "encoded": {
        const text = Buffer.from("a text that was compressed");
        const encoders: Record<string, (text: Buffer) => Buffer> = {
          gzip: gzipSync,
          deflate: deflateSync,
          br: brotliCompressSync,
        };
        const body = encoders[second]?.(text) ?? text;
        return response.writeHead(200, { "content-encoding": second }).end(body);
      }
      case "bomb":
        return response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(20_000_000)));
      case "damaged":
        return response.writeHead(200, { "content-encoding": "gzip" }).end("this is no gzip");
      case "slow": {
        slowClosed = new Promise((resolve) => response.on("close", resolve));
        response.writeHead(200).write("a");
        return;
      }
      default:
        response.writeHead(200, { "x-method": method, "set-cookie": ["a=1", "b=2"] }).end(`answer to ${path}`);
    }
  });
  client = createHttpClient({ allow: allowing(`127.0.0.1:${home.port}, 127.0.0.1:${elsewhere.port}`) });
});
afterAll(() => Promise.all([home.close(), elsewhere.close(), forbidden.close()]));
beforeEach(() => {
  for (const server of [home, elsewhere, forbidden]) server.heard.length = 0;
});

const request = (path: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  method: "GET",
  url: path.startsWith("/") ? home.origin + path : path,
  headers: {},
  body: null,
  timeoutMs: 60_000,
  maxBytes: 1_000_000,
  ...more,
});
const never = () => new AbortController().signal;
const send = (path: string, more?: Partial<OutgoingRequest>, secretHeaders?: Record<string, string>) =>
  client.send(request(path, more), {
    signal: never(),
    ...(secretHeaders && { secretHeaders: () => secretHeaders }),
  });

test.each(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])("%s arrives as it was sent", async (method) => {
  const body = method === "GET" || method === "HEAD" ? null : Buffer.from("grüße");
  const answer = await send("/plain?q=1", { method, body, headers: { "X-Own": "yes", "Content-Type": "text/plain" } });

  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({ "x-method": method, "set-cookie": "a=1, b=2" });
  expect(answer.body.toString()).toBe(method === "HEAD" ? "" : "answer to /plain?q=1");
  expect(home.heard).toHaveLength(1);
  expect(home.heard[0]).toMatchObject({ method, path: "/plain?q=1", body: body?.toString() ?? "" });
  expect(home.heard[0]!.headers).toMatchObject({
    "x-own": "yes",
    "content-type": "text/plain",
    "user-agent": "Patchbay",
  });
});

describe("an address that is not public is refused before anything is sent", () => {
  const closed = createHttpClient({ allow: noAllowList });
  test.each([
    "http://127.0.0.1:PORT/",
    "http://127.1:PORT/",
    "http://2130706433:PORT/",
    "http://0x7f000001:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://①②⑦.0.0.1:PORT/",
    "http://0.0.0.0:PORT/",
    "http://[::1]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://[64:ff9b::7f00:1]:PORT/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://localhost:PORT/",
    "http://localhost.:PORT/",
  ])("%s", async (url) => {
    const sent = closed.send(request(url.replace("PORT", String(forbidden.port))), { signal: never() });

    await expect(sent).rejects.toMatchObject({
      kind: "not-allowed",
      message: expect.stringMatching(/is not an address of the public internet.*PATCHBAY_HTTP_ALLOW/),
    });
    expect(forbidden.heard).toEqual([]);
  });

  test("a name with a private address among its addresses is reached at the others only", async () => {
    const found: string[] = [];
    const rebinding = createHttpClient({
      allow: noAllowList,
      lookup: (host, done) => {
        found.push(host);
        done(null, [
          { address: "127.0.0.1", family: 4 },
          { address: "10.0.0.1", family: 4 },
        ]);
      },
    });

    await expect(
      rebinding.send(request(`http://rebind.example:${forbidden.port}/`), { signal: never() }),
    ).rejects.toMatchObject({ kind: "not-allowed", message: expect.stringContaining("rebind.example") });
    expect(found).toEqual(["rebind.example"]);
    expect(forbidden.heard).toEqual([]);
  });
});

test("a name, a block and a single port can be allowed", async () => {
  const ask = (list: string, host = "localhost") =>
    createHttpClient({ allow: allowing(list) })
      .send(request(`http://${host}:${forbidden.port}/`), { signal: never() })
      .then(({ body }) => body.toString());

  expect(await ask("localhost")).toBe("inside");
  expect(await ask(`localhost:${forbidden.port}`)).toBe("inside");
  expect(await ask("127.0.0.0/8")).toBe("inside");
  await expect(ask(`localhost:${forbidden.port + 1}`)).rejects.toMatchObject({ kind: "not-allowed" });
  await expect(ask("localhost", "127.0.0.1")).rejects.toMatchObject({ kind: "not-allowed" });
});

test.each(["10.0.0.0/33", "a b", "10.1.2.3:99999", "[::1", "host/8"])("%j is no entry of an allow-list", (entry) => {
  expect(() => allowing(entry)).toThrow(/must be a name, an address or a block/);
});

describe("a redirect", () => {
  test.each([
    [301, "POST", "GET"],
    [302, "POST", "GET"],
    [303, "PUT", "GET"],
    [307, "POST", "POST"],
    [308, "PUT", "PUT"],
    [302, "DELETE", "DELETE"],
  ])("of %i turns %s into %s", async (status, method, then) => {
    await send(`/redirect/${status}`, { method, body: Buffer.from("x"), headers: { "content-type": "text/plain" } });

    expect(home.heard.map((one) => one.method)).toEqual([method, then]);
    expect(home.heard[1]!.body).toBe(then === "GET" ? "" : "x");
  });

  test.each(["/inside", "/metadata"])("to where it may not go is refused: %s", async (path) => {
    await expect(send(path)).rejects.toMatchObject({ kind: "not-allowed" });
    expect(forbidden.heard).toEqual([]);
  });

  test("to another origin leaves secrets and headers of one's own behind, and coming back does not bring them again", async () => {
    await send(
      "/leave/back",
      { headers: { "X-Own": "mine", Cookie: "c=1", Accept: "text/plain" } },
      { authorization: "Bearer s3cret" },
    );

    const [first, second, third] = [home.heard[0]!, elsewhere.heard[0]!, home.heard[1]!];
    expect(first.headers).toMatchObject({ authorization: "Bearer s3cret", "x-own": "mine", cookie: "c=1" });
    for (const { headers } of [second, third]) {
      expect(headers).toMatchObject({ accept: "text/plain" });
      expect(headers).not.toHaveProperty("authorization");
      expect(headers).not.toHaveProperty("cookie");
      expect(headers).not.toHaveProperty("x-own");
    }
  });

  test("within the origin keeps them", async () => {
    await send("/redirect/302", {}, { authorization: "Bearer s3cret" });

    expect(home.heard[1]!.headers).toMatchObject({ authorization: "Bearer s3cret" });
  });

  test("is followed five times at most, and only to an address", async () => {
    await expect(send("/loop")).rejects.toMatchObject({ message: expect.stringContaining("more than 5 times") });
    await expect(send("/nowhere")).rejects.toMatchObject({ message: expect.stringContaining("no address") });
    expect(home.heard).toHaveLength(7);
  });
});

describe("a body", () => {
  test.each(["gzip", "deflate", "br", "identity"])("that comes as %s is inflated", async (encoding) => {
    expect((await send(`/encoded/${encoding}`)).body.toString()).toBe("a text that was compressed");
  });

  test("of nothing is nothing, also where it says that it is compressed", async () => {
    expect((await send("/encoded/gzip", { method: "HEAD" })).body).toHaveLength(0);
  });

  test("that grows beyond the limit while it is inflated is refused", async () => {
    await expect(send("/bomb", { maxBytes: 100_000 })).rejects.toMatchObject({
      kind: "too-large",
      message: expect.stringContaining("more than 100,000 bytes"),
    });
  });

  test("that is damaged, or of an encoding that nobody asked for, is refused", async () => {
    await expect(send("/damaged")).rejects.toMatchObject({ message: expect.stringContaining("damaged") });
    await expect(send("/encoded/zstd")).rejects.toMatchObject({ message: expect.stringContaining('"zstd"') });
  });

  test("that does not come in time is given up, and so is its connection", async () => {
    await expect(send("/slow", { timeoutMs: 200 })).rejects.toMatchObject({
      kind: "timeout",
      message: expect.stringMatching(/^127\.0\.0\.1 did not answer within 0\.2 s/),
    });
    await slowClosed;
  });

  test("that is not wanted any more is given up at once", async () => {
    const abort = new AbortController();
    const before = home.heard.length;
    const sent = client.send(request("/slow"), { signal: abort.signal });
    await expect.poll(() => home.heard.length).toBe(before + 1);

    abort.abort(new Error("cancelled"));

    await expect(sent).rejects.toThrow("cancelled");
    await slowClosed;
  });
});

test.each([
  ["ftp://example.com/", 'begins with "ftp:"'],
  ["example.com/items", "is no address"],
  ["https://me:hunter2@example.com/", "holds a user name or password"],
  ["http://127.0.0.1:6379/", "public internet"],
  ["http://93.184.216.34:6379/", "Port 6379"],
])("%s is refused with what would be right", async (url, words) => {
  const sent = createHttpClient({ allow: noAllowList }).send(request(url), { signal: never() });

  await expect(sent).rejects.toThrow(words);
  await expect(sent).rejects.not.toThrow("hunter2");
});

test.each([
  [{ Host: "other.example" }, "is set by Patchbay"],
  [{ "Content-Length": "3" }, "is set by Patchbay"],
  [{ "Proxy-Authorization": "x" }, "is set by Patchbay"],
  [{ "X-A": "a\r\nX-B: b" }, "line break"],
  [{ "X A": "a" }, "no name for a header"],
])("the headers %j are refused", async (headers, words) => {
  await expect(send("/plain", { headers })).rejects.toThrow(words);
  expect(home.heard).toEqual([]);
});

test("what cannot be reached says why, by its host alone", async () => {
  const closed = await openTestHttpServer(() => {});
  await closed.close();
  const open = createHttpClient({ allow: allowing("127.0.0.1") });

  await expect(open.send(request(`${closed.origin}/private?key=abc`), { signal: never() })).rejects.toMatchObject({
    kind: "request-failed",
    message: expect.stringMatching(/^127\.0\.0\.1 refused the connection\./),
  });
});
