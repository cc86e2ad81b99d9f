import { randomUUID } from "node:crypto";
import { ReadableStream } from "node:stream/web";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { emptyGraph } from "../../graph/schema.ts";
import { workspaces } from "../db/schema/workspaces.ts";
import { allProcedures, createTestWeb, ORIGIN, readResult, type Send, type TestWeb } from "../http/web-for-tests.ts";
import { handleTrpcRequest } from "./handle-trpc-request.ts";

let web: TestWeb;
/** A workflow of ours, made anew for each test. */
let workflowId: string;
const json = { "content-type": "application/json" };

beforeAll(async () => {
  web = await createTestWeb();
});
afterAll(() => web.close());
beforeEach(async () => {
  workflowId = ((await call("workflows.create", { title: "Ours" })).data as { id: string }).id;
});

const call = (path: string, input?: unknown, options?: { raw?: boolean }) =>
  web.call(web.ours.people.owner, path, input, options);
const send = (path: string, options: Send) => web.sendTrpc(web.ours.people.owner, path, options);

/** Refused as the sender's fault, in a sentence. */
const badInput = { status: 400, error: { message: expect.stringMatching(/.{11,}/s), data: { code: "BAD_REQUEST" } } };

describe("a body", () => {
  test.each<[string, string, number]>([
    ["that is no JSON", "{", 400],
    ["that is cut off", `{"json":{"title":"x`, 400],
    ["that is nested 100,000 deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, 400],
    [
      "that is nested 100,000 deep within the envelope",
      `{"json":{"graph":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`,
      400,
    ],
    ["of one byte more than the limit", `"${"x".repeat(10_100_000)}"`, 413],
  ])("%s is refused", async (_what, body, status) => {
    const response = await send("/workflows.create", { method: "POST", body, headers: json });

    expect(response.status).toBe(status);
    expect((await readResult(response)).error?.message.length).toBeGreaterThan(10);
  });

  test("that never ends is cut off", async () => {
    const chunk = new Uint8Array(1_000_000);
    const endless = async function* () {
      for (;;) yield chunk;
    };

    const response = await send("/workflows.create", {
      method: "POST",
      body: ReadableStream.from(endless()) as never,
      headers: json,
    });

    expect(response.status).toBe(413);
    expect(response.headers.get("connection")).toBe("close");
  });

  test.each([
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "text/plain",
    "application/x-www-form-urlencoded",
    "",
  ])("of the type %j is refused unread", async (type) => {
    const response = await send("/workflows.create", { method: "POST", body: "x", headers: { "content-type": type } });

    expect(response.status).toBe(415);
  });
});

describe("a request", () => {
  test("with an input nested 100,000 deep in its address is refused", async () => {
    const input = encodeURIComponent(`{"json":${"[".repeat(100_000)}${"]".repeat(100_000)}}`);

    expect((await send(`/workflows.get?input=${input}`, {})).status).toBe(400);
  });

  test("that reads with GET what changes things is refused", async () => {
    expect((await send("/workflows.create?input=%7B%22json%22%3A%7B%7D%7D", {})).status).toBe(405);
  });

  test.each([
    [undefined],
    ["null"],
    ["https://evil.test"],
    ["http://127.0.0.1:3000.evil.test"],
    ["http://user@127.0.0.1:3000"],
    ["https://127.0.0.1:3000x"],
  ])("from the origin %j is refused", async (origin) => {
    const headers = { ...json, ...(origin !== undefined && { origin }) };
    const request = new Request(`${ORIGIN}/api/trpc/workflows.create`, { method: "POST", body: "{}", headers });

    const response = await handleTrpcRequest(web.services, request, "a-request");

    expect(response.status).toBe(403);
    expect((await readResult(response)).error?.data.reason).toBe("foreign-origin");
  });

  test.each([
    "x-middleware-subrequest",
    "x-forwarded-host",
    "x-forwarded-for",
    "x-test-person-id",
    "next-action",
    "rsc",
  ])("without a session is refused also with the header %s", async (name) => {
    const response = await web.sendTrpc(null, "/workflows.list", { headers: { [name]: "middleware:src/middleware" } });

    expect(response.status).toBe(401);
  });

  test.each([
    "workflows.nothing",
    "__proto__",
    "constructor",
    "workflows.__proto__",
    "a".repeat(5_000),
    "%00",
    "%ff",
    "..%2f..",
    "workflows.get/../list",
  ])("for the procedure %j is not found", async (path) => {
    const response = await send(`/${path}`, {}).catch(() => new Response(null, { status: 404 }));

    expect([400, 404]).toContain(response.status);
  });
});

describe("a batch", () => {
  const batch = (calls: string[], inputs: unknown[]) =>
    send(
      `/${calls.join(",")}?batch=1&input=${encodeURIComponent(JSON.stringify(Object.fromEntries(inputs.entries())))}`,
      {},
    );

  test("of more than 20 calls is refused", async () => {
    for (const count of [21, 1_000]) {
      expect((await batch(Array(count).fill("session.get"), [])).status).toBe(400);
    }
  });

  test("answers each call by itself", async () => {
    const response = await web.sendTrpc(
      web.ours.people.viewer,
      `/workflows.get,workflows.get,session.get?batch=1&input=${encodeURIComponent(
        JSON.stringify({ 0: { json: { workflowId } }, 1: { json: { workflowId: randomUUID() } } }),
      )}`,
    );

    const results = (await response.json()) as {
      result?: unknown;
      error?: { json: { data: { httpStatus: number } } };
    }[];
    expect(response.status).toBe(207);
    expect(results.map(({ error }) => error?.json.data.httpStatus ?? 200)).toEqual([200, 404, 200]);
  });
});

describe("a field that is not asked for", () => {
  const valid: Record<string, () => object> = {
    "workflows.create": () => ({}),
    "workflows.save": () => ({ workflowId, baseVersion: 1, graph: emptyGraph }),
    "workflows.rename": () => ({ workflowId, title: "x" }),
    "workflows.remove": () => ({ workflowId }),
    "workflows.nameVersion": () => ({ workflowId, version: 1, name: "x" }),
    "presence.tell": () => ({ workflowId, clientId: "a-tab", cursor: null, selection: [] }),
    "workflows.importFile": () => ({ file: { title: "x", graph: emptyGraph } }),
    "workflows.cleanPasted": () => ({ graph: emptyGraph }),
    "runs.start": () => ({ workflowId, noCache: true }),
    "runs.retry": () => ({ runId: randomUUID() }),
    "runs.restart": () => ({ runId: randomUUID(), nodeId: "a" }),
    "runs.replay": () => ({ runId: randomUUID() }),
    "runs.fork": () => ({ runId: randomUUID() }),
    "runs.cancel": () => ({ runId: randomUUID() }),
    "batches.startFiles": () => ({ workflowId, name: "x", input: "y", files: [] }),
    "batches.startTable": () => ({
      workflowId,
      name: "x",
      file: { hash: "0".repeat(64), name: "x.csv", mediaType: "text/csv", sizeBytes: 1 },
      columns: {},
    }),
    "batches.checkTable": () => ({
      workflowId,
      file: { hash: "0".repeat(64), name: "x.csv", mediaType: "text/csv", sizeBytes: 1 },
    }),
    "batches.cancel": () => ({ batchId: randomUUID() }),
    "batches.retry": () => ({ batchId: randomUUID(), status: "failed" }),
    "batches.remove": () => ({ batchId: randomUUID(), withRuns: true }),
    "workflowTests.create": () => ({ runId: randomUUID(), name: "A name" }),
    "workflowTests.createOfItem": () => ({
      runId: randomUUID(),
      item: { node: "a", port: "b", index: 0 },
      name: "A name",
    }),
    "workflowTests.change": () => ({ testId: randomUUID() }),
    "workflowTests.run": () => ({ workflowId }),
    "workflowTests.accept": () => ({ testId: randomUUID(), version: 1 }),
    "workflowTests.remove": () => ({ testId: randomUUID() }),
    "runViews.create": () => ({ name: "A name", query: "", columns: [] }),
    "runViews.change": () => ({ viewId: randomUUID() }),
    "runViews.remove": () => ({ viewId: randomUUID() }),
    "runShares.create": () => ({ runId: randomUUID(), note: "", expiresAt: null }),
    "runShares.revoke": () => ({ shareId: randomUUID() }),
    "runs.edit": () => ({ runIds: [randomUUID()], addTags: ["a"] }),
    "runs.tagsOf": () => ({ runIds: [randomUUID()] }),
    "runs.cancelMany": () => ({ runIds: [randomUUID()] }),
    "runs.replayMany": () => ({ runIds: [randomUUID()] }),
    "runs.remove": () => ({ runIds: [randomUUID()] }),
    "models.rename": () => ({ modelId: randomUUID(), name: "x" }),
    "models.removeVersion": () => ({ modelId: randomUUID(), hash: "0".repeat(64) }),
    "templates.use": () => ({ name: "x" }),
    "approvals.answer": () => ({ runId: randomUUID(), nodeId: "a", decision: "approved" }),
    "deployments.publish": () => ({ workflowId, workflowVersion: 1, name: "x" }),
    "deployments.publishModel": () => ({ modelId: randomUUID(), modelVersion: 1, name: "x" }),
    "deployments.activate": () => ({ deploymentId: randomUUID(), number: 1 }),
    "deployments.unpublish": () => ({ deploymentId: randomUUID() }),
    "apiKeys.create": () => ({ name: "x", mayRun: true, deploymentIds: null, expiresAt: null }),
    "secrets.create": () => ({ name: "SERVICE_KEY", value: "a long value", hosts: null }),
    "secrets.replace": () => ({ name: "SERVICE_KEY", value: "a long value" }),
    "secrets.remove": () => ({ name: "SERVICE_KEY" }),
    "storage.setRules": () => ({ rules: { maxAgeDays: 30, maxRuns: null, maxBytes: null } }),
    "apiKeys.revoke": () => ({ apiKeyId: randomUUID() }),
  };

  test("is tried with every procedure that changes something", () => {
    const mutations = allProcedures().filter(([, procedure]) => procedure._def.type === "mutation");

    expect(mutations.map(([path]) => path).toSorted()).toEqual(Object.keys(valid).toSorted());
  });

  test.each(Object.entries(valid))("is refused by %s", async (path, input) => {
    for (const field of ["userId", "workspaceId", "role", "isAdmin", "data", "id", "createdBy"]) {
      expect(await call(path, { ...input(), [field]: web.theirs.id })).toMatchObject(badInput);
    }
  });

  test.each(Object.entries(valid))("and reaches for the prototype is refused by %s", async (path, input) => {
    const text = JSON.stringify(input());
    for (const smuggled of [`"__proto__":{"isAdmin":true}`, `"constructor":{"prototype":{"isAdmin":true}}`]) {
      const own = text === "{}" ? `{${smuggled}}` : `{${smuggled},${text.slice(1)}`;
      for (const body of [
        `{"json":${own}}`,
        `{"json":${text},${smuggled}}`,
        `{"json":${text},"meta":{"values":{${smuggled}}}}`,
      ]) {
        const response = await send(`/${path}`, { method: "POST", body, headers: json });
        expect(response.status).toBe(400);
      }
    }
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });
});

test.each<[string, unknown]>([
  ["a list", ["x"]],
  ["an object", { $ne: null }],
  ["a number", 1e308],
  ["minus zero", -0],
  ["null", null],
  ["SQL", "' OR 1=1--"],
  ["an empty text", ""],
  ["a text of 1 MB", "x".repeat(1_000_000)],
  ["a path", "../../etc/passwd"],
  ["NUL", "\u0000"],
])("an id that is %s is refused", async (_what, id) => {
  expect(await call("workflows.get", { workflowId: id })).toMatchObject(badInput);
  expect(await call("runs.get", { runId: id })).toMatchObject(badInput);
  expect(await call("models.ref", { hash: id })).toMatchObject(badInput);
});

test.each<[string, unknown, unknown?]>([
  ["NaN", "NaN", { values: { baseVersion: ["number"] } }],
  ["Infinity", "Infinity", { values: { baseVersion: ["number"] } }],
  ["1e308", 1e308],
  ["2^53 + 2", 2 ** 53 + 2],
  ["a half", 1.5],
  ["zero", 0],
  ["minus one", -1],
  ["a text", "1 "],
  ["a big integer", "1", { values: { baseVersion: ["bigint"] } }],
])("a version that is %s is refused", async (_what, baseVersion, meta) => {
  const input = { json: { workflowId, baseVersion, graph: emptyGraph }, ...(meta !== undefined && { meta }) };

  expect(await call("workflows.save", input, { raw: true })).toMatchObject(badInput);
});

test.each<[string, unknown]>([
  ["an unknown order", { sort: 'name"; DROP TABLE runs--' }],
  ["a page of minus one", { limit: -1 }],
  ["a page of none", { limit: 0 }],
  ["a page of a billion", { limit: 1e9 }],
  ["a cursor of random bytes", { cursor: "\u0001\ufffe" }],
  ["an unknown status", { status: "done" }],
])("a list with %s is refused", async (_what, input) => {
  expect(await call("runs.list", input)).toMatchObject(badInput);
});

test.each<[string, unknown]>([
  ["a list", ["a"]],
  ["an object", { $ne: null }],
  ["a number", 1],
  ["null", null],
  ["an empty text", ""],
  ["a text of 1 MB", "x".repeat(1_000_000)],
  ["a path", "../../etc/passwd"],
  ["NUL", "\u0000"],
  ["of the prototype", "__proto__"],
  ["no node of the workflow", "nobody"],
])("a run up to a node that is %s is refused", async (_what, target) => {
  expect(await call("runs.start", { workflowId, target })).toMatchObject(badInput);
  expect(await call("runs.start", { workflowId, from: target })).toMatchObject(badInput);
  expect(await call("runs.start", { workflowId, only: target })).toMatchObject(badInput);
});

test.each([
  ["up to one node and from another", { target: "a", from: "a" }],
  ["from a node and of one alone", { from: "a", only: "a" }],
  ["of everything with the values of a run", { baseRunId: "00000000-0000-4000-8000-000000000000" }],
  ["from a node with values of no run", { from: "a", baseRunId: "newest" }],
])("a run %s is refused", async (_what, asked) => {
  expect(await call("runs.start", { workflowId, ...asked })).toMatchObject(badInput);
});

describe("a title", () => {
  test.each<[string, string]>([
    ["of 1 MB", "x".repeat(1_000_000)],
    ["of no characters", ""],
    ["of only spaces", "  \t "],
    ["of 200 combining marks", "\u0301".repeat(200)],
    ["of invisible characters", "\u200b\u200d"],
    ["with a text-direction override", "a\u202eb"],
    ["with NUL", "a\u0000b"],
  ])("%s is refused, with the field named", async (_what, title) => {
    const results = [await call("workflows.rename", { workflowId, title }), await call("workflows.create", { title })];

    for (const result of results) {
      expect(result).toMatchObject(badInput);
      expect(result.error?.data.details).toMatchObject({
        issues: expect.arrayContaining([expect.objectContaining({ path: "title" })]),
      });
    }
    expect((await call("workflows.get", { workflowId })).data).toMatchObject({ title: "Ours" });
  });

  test.each(["<img src=x onerror=alert(1)>", "O'Brien; --", "naïve Größe 日本語 👩‍🔬", "a".repeat(200)])(
    "%j is kept as it is",
    async (title) => {
      await call("workflows.rename", { workflowId, title });

      expect((await call("workflows.get", { workflowId })).data).toMatchObject({ title });
    },
  );
});

test("a fault of ours says a request id and nothing else", async () => {
  const services = { ...web.services, findSignedIn: () => Promise.reject(new Error("select secret from the_table")) };
  const request = new Request("http://127.0.0.1:3000/api/trpc/workflows.list");

  const { status, error } = await readResult(await handleTrpcRequest(services, request, "the-request-id"));

  expect(status).toBe(500);
  expect(JSON.stringify(error)).not.toMatch(/secret|select|stack|at /);
  expect(error?.message).toContain("the-request-id");
});

test("nothing of all this has reached the other workspace", async () => {
  expect(await web.database.select().from(workspaces)).toHaveLength(2);
  expect((await web.call(web.theirs.people.owner, "workflows.list")).data).toEqual([]);
});
