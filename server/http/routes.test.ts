import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReadableStream } from "node:stream/web";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FileRef } from "../../graph/schema.ts";
import type { SignedIn } from "../auth/signed-in.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { recordedArtifact, TEMPLATE, tinyPng, writeTestTemplates } from "../templates/templates-for-tests.ts";
import { answerArtifact } from "./artifact-route.ts";
import { answerTemplateFile } from "./template-file-route.ts";
import { answerFileUpload, answerModelUpload } from "./upload-routes.ts";
import { createTestWeb, type Send, type TestWeb } from "./web-for-tests.ts";

let web: TestWeb;
let templatesDir: string;
let hashes: ReturnType<typeof writeTestTemplates>;

beforeAll(async () => {
  templatesDir = mkdtempSync(join(tmpdir(), "patchbay-templates-test-"));
  hashes = writeTestTemplates(templatesDir);
  web = await createTestWeb({
    PATCHBAY_TEMPLATES: templatesDir,
    PATCHBAY_MAX_FILE_BYTES: "10000",
    PATCHBAY_MAX_MODEL_BYTES: "10000",
  });
});
afterAll(async () => {
  await web.close();
  rmSync(templatesDir, { recursive: true });
});

const raw = { "content-type": "application/octet-stream" };
const bytesOf = (content: string | Uint8Array) => new Uint8Array(Buffer.from(content));

function upload(
  content: string | Uint8Array,
  {
    name = "data.csv",
    person = web.ours.people.editor,
    headers = {},
  }: { name?: string; person?: SignedIn | null; headers?: Record<string, string> } = {},
) {
  const send: Send = {
    method: "POST",
    body: bytesOf(content),
    headers: { ...raw, "x-file-name": encodeURIComponent(name), ...headers },
  };
  return web.send(person, "/api/files", answerFileUpload, send);
}
function download(
  hash: string,
  { query = "", person = web.ours.people.viewer as SignedIn | null, headers = {} as Record<string, string> } = {},
) {
  return web.send(
    person,
    `/api/artifacts/${hash}${query}`,
    (services, request) => answerArtifact(services, request, { hash }),
    { headers },
  );
}
function templateFile(name: string, file: string, person: SignedIn | null = web.ours.people.viewer) {
  return web.send(person, `/api/templates/${name}/${file}`, (services, request) =>
    answerTemplateFile(services, request, { name, file }),
  );
}
async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(1_000);
}

describe("a file", () => {
  test("that is uploaded comes back byte for byte, for saving, and is never run", async () => {
    const response = await upload(tinyPng, { name: "dot.png" });
    const file = (await response.json()) as FileRef;

    const served = await download(file.hash, { query: "?name=dot%20%E2%98%83.png" });

    expect(response.status).toBe(201);
    expect(file).toEqual({
      hash: createHash("sha256").update(tinyPng).digest("hex"),
      name: "dot.png",
      mediaType: "image/png",
      sizeBytes: tinyPng.length,
    });
    expect(Buffer.from(await served.arrayBuffer())).toEqual(tinyPng);
    expect(Object.fromEntries(served.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(tinyPng.length),
      "content-disposition": `attachment; filename="dot _.png"; filename*=UTF-8''dot%20%E2%98%83.png`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, max-age=31536000, immutable",
    });
  });

  test("that the browser has already is not sent again", async () => {
    const { hash } = (await (await upload("a,b\n1,2\n")).json()) as FileRef;

    const served = await download(hash, { headers: { "if-none-match": `"${hash}"` } });

    expect(served.status).toBe(304);
    expect(await served.text()).toBe("");
  });

  test("of text is served as plain bytes, whatever it holds", async () => {
    const { hash, mediaType } = (await (await upload("a\n<script>alert(1)</script>\n")).json()) as FileRef;

    const served = await download(hash);

    expect(mediaType).toBe("text/csv");
    expect(served.headers.get("content-type")).toBe("application/octet-stream");
  });

  test("needs a session to be read, and somebody who may run workflows to be uploaded", async () => {
    const { hash } = (await (await upload("a,b\n")).json()) as FileRef;

    expect((await download(hash, { person: null })).status).toBe(401);
    expect((await upload("x", { person: null })).status).toBe(401);
    expect((await upload("x", { person: web.ours.people.viewer })).status).toBe(403);
    expect((await upload("x", { person: web.ours.people.runner })).status).toBe(201);
  });

  test.each([
    "../../etc/passwd",
    "%2e%2e",
    "a".repeat(63),
    "A".repeat(64),
    `${"a".repeat(64)}.png`,
    "con",
    "\u0000",
    "💥",
  ])("is not found under %j", async (hash) => {
    const served = await download(hash).catch(() => new Response(null, { status: 404 }));

    expect([400, 404]).toContain(served.status);
  });
});

test.each([
  ["../../x", "x"],
  ["C:\\Users\\me\\photo.csv", "photo.csv"],
  ["con", "_con"],
  ["CON.csv", "_CON.csv"],
  ["a\nb.csv", "ab.csv"],
  [";rm -rf .csv", ";rm -rf .csv"],
  ["\u202egpj.exe", "gpj.exe"],
  ["a\u0000b", "ab"],
  ["n".repeat(300), "n".repeat(255)],
  ["...", "file"],
  ["//", "file"],
  ['a"b<c>.csv', "a_b_c_.csv"],
])("the file name %j is shown as %j", async (given, shown) => {
  const response = await upload("text", { name: given });

  expect(await response.json()).toMatchObject({ name: shown });
});

test.each([
  ["an SVG", `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, "x.svg"],
  ["an SVG under another name", `<svg onload="alert(1)">`, "x.csv"],
  ["a page named as a picture", "<!doctype html><script>alert(1)</script>", "x.png"],
  ["a PDF named as a picture", "%PDF-1.7", "x.jpg"],
  ["text named as a picture", "hello", "x.webp"],
  ["a zip archive", "PK\u0003\u0004....", "x.zip"],
  ["a zip archive named as a table", "PK\u0003\u0004....", "x.parquet"],
  ["a page by its name", "hello", "x.html"],
])("%s is not accepted, and leaves nothing", async (_what, content, name) => {
  const before = await web.database.select().from(artifacts);

  const response = await upload(content, { name });

  expect(response.status).toBe(415);
  expect(await response.json()).toMatchObject({ reason: "unsupported-format", message: expect.stringContaining(name) });
  expect(await web.database.select().from(artifacts)).toEqual(before);
});

test("a gzipped file is not accepted", async () => {
  expect((await upload(Buffer.from([0x1f, 0x8b, 8, 0, 0]), { name: "x.csv" })).status).toBe(415);
});

describe.each<[string, (send: Send) => Promise<Response>]>([
  [
    "/api/files",
    (send) =>
      web.send(web.ours.people.editor, "/api/files", answerFileUpload, {
        method: "POST",
        ...send,
        headers: { ...raw, "x-file-name": "x.csv", ...send.headers },
      }),
  ],
  [
    "/api/models",
    (send) =>
      web.send(web.ours.people.editor, "/api/models?name=x", answerModelUpload, {
        method: "POST",
        ...send,
        headers: { ...raw, ...send.headers },
      }),
  ],
])("an upload to %s", (_path, send) => {
  test("of a byte too many is refused", async () => {
    const response = await send({ body: new Uint8Array(10_001) });

    expect(response.status).toBe(413);
    expect(response.headers.get("connection")).toBe("close");
    expect(await response.json()).toMatchObject({ reason: "too-large", details: { maxBytes: 10_000 } });
  });

  test("that never ends is cut off", async () => {
    expect((await send({ body: ReadableStream.from(endless()) as never })).status).toBe(413);
  });

  test("whose length lies is counted as it comes", async () => {
    const response = await send({
      body: ReadableStream.from([new Uint8Array(10_001)]) as never,
      headers: { "content-length": "5" },
    });

    expect(response.status).toBe(413);
  });

  test("that breaks off leaves nothing", async () => {
    const before = await web.database.select().from(artifacts);
    async function* broken() {
      yield new Uint8Array(5_000);
      throw new Error("The connection was lost.");
    }

    const response = await send({ body: ReadableStream.from(broken()) as never }).catch(() => null);

    expect(response?.ok ?? false).toBe(false);
    expect(await web.database.select().from(artifacts)).toEqual(before);
  });

  test.each([
    ["application/json", `{"files":[{"filepath":"/etc/passwd"}]}`],
    ["multipart/form-data; boundary=x", "--x\r\n"],
    ["text/html", "<p>"],
    ["", "x"],
  ])("as %j is refused unread", async (type, body) => {
    const response = await send({ body: bytesOf(body), headers: { "content-type": type } });

    expect(response.status).toBe(415);
  });

  test("with a Content-Encoding is refused", async () => {
    expect((await send({ body: bytesOf("x"), headers: { "content-encoding": "gzip" } })).status).toBe(415);
  });

  test.each([["null"], ["https://evil.test"], ["http://127.0.0.1:3000.evil.test"]])(
    "from the origin %s is refused",
    async (origin) => {
      expect((await send({ body: bytesOf("x"), headers: { origin } })).status).toBe(403);
    },
  );
});

describe("an uploaded model", () => {
  const send = (query: string, body: Uint8Array, person: SignedIn | null = web.ours.people.editor) =>
    web.send(person, `/api/models${query}`, answerModelUpload, {
      method: "POST",
      body: new Uint8Array(body),
      headers: raw,
    });

  test("is entered under its name, without the path and the ending of the file", async () => {
    const response = await send(`?name=${encodeURIComponent("C:\\models\\Adder.onnx")}`, addOne());
    const { modelId, summary } = (await response.json()) as { modelId: string; summary: { inputs: unknown[] } };

    expect(response.status).toBe(201);
    expect(summary.inputs).toHaveLength(1);
    expect(await web.call(web.ours.people.viewer, "models.get", { modelId })).toMatchObject({
      data: { name: "Adder" },
    });
  });

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(), "not-onnx"],
    ["a picture", tinyPng, "not-onnx"],
    ["half a model", addOne().subarray(0, 40), "not-onnx"],
  ])("that is %s is refused with the reason", async (_what, body, reason) => {
    const response = await send("?name=x", body);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ reason });
  });

  test.each([
    "",
    "?name=",
    "?name=%20",
    "?name=x&name=y",
    "?name=x&workspaceId=1",
    "?name=x&modelId=1",
    `?name=${"x".repeat(2_000)}`,
  ])("with the query %j is refused", async (query) => {
    expect([400, 404]).toContain((await send(query, addOne())).status);
  });

  test("needs an editor", async () => {
    expect((await send("?name=x", addOne(), null)).status).toBe(401);
    expect((await send("?name=x", addOne(), web.ours.people.runner)).status).toBe(403);
  });
});

describe("the gallery", () => {
  test("lists the templates that are whole, with what they bring", async () => {
    const { data } = await web.call(web.ours.people.viewer, "templates.list");

    expect(data).toEqual([
      {
        name: TEMPLATE,
        title: "Add one",
        summary: "Adds one.",
        description: "It *adds* one.",
        picture: `/api/templates/${TEMPLATE}/picture.png`,
        models: [{ name: "adder", title: "Adder", sizeBytes: expect.any(Number) }],
        samples: [{ model: "adder", file: "dot.png", url: `/api/templates/${TEMPLATE}/dot.png` }],
        nodeCount: 1,
        tags: ["test"],
      },
    ]);
  });

  test("gives a template that is used once and again: the models are copied once, the workflow each time", async () => {
    const { editor } = web.theirs.people;
    const first = await web.call(editor, "templates.use", { name: TEMPLATE });
    const second = await web.call(editor, "templates.use", { name: TEMPLATE });

    const { data: models } = await web.call(editor, "models.list");
    const { data: workflows } = await web.call(editor, "workflows.list");
    const { data: ref } = await web.call(editor, "models.ref", { hash: hashes.modelHash });
    expect(first.data).not.toEqual(second.data);
    expect(models).toMatchObject([
      { name: "Adder", versions: 1, latest: { hash: hashes.modelHash, task: "arithmetic" } },
    ]);
    expect(workflows).toMatchObject([{ title: "Add one" }, { title: "Add one" }]);
    expect(ref).toMatchObject({ name: "Adder", labels: ["one", "two"] });
    expect((await download(hashes.sampleHash, { person: editor })).status).toBe(200);
  });

  test("serves pictures and the samples that a card names, and nothing else", async () => {
    for (const file of ["picture.png", "dot.png"]) {
      const served = await templateFile(TEMPLATE, file);
      expect(served.status).toBe(200);
      expect(served.headers.get("content-type")).toBe("image/png");
    }
    for (const file of [
      "secret.png",
      "card.json",
      "workflow.json",
      "../models/adder/model.onnx",
      "..",
      "picture.webp",
    ]) {
      expect((await templateFile(TEMPLATE, file)).status).toBe(404);
    }
    for (const name of ["models", "..", ".", "no-such-template"]) {
      expect((await templateFile(name, "picture.png")).status).toBe(404);
    }
    expect((await templateFile(TEMPLATE, "picture.png", null)).status).toBe(401);
  });

  test("serves what a recorded run shows to members of every workspace", async () => {
    expect((await download(recordedArtifact, { person: web.theirs.people.viewer })).status).toBe(200);
    expect((await download(recordedArtifact, { person: null })).status).toBe(401);
  });
});
