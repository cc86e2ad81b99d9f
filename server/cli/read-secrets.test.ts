import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { workflow } from "../engine/pool-for-tests.ts";
import { openTestHttpServer, type TestHttpServer } from "../http-client/http-server-for-tests.ts";
import { patchbay, writeScratch } from "./patchbay-for-tests.ts";
import { readSecrets } from "./read-secrets.ts";

const SECRET = "s3cret of/ours";
let folder: string;
let service: TestHttpServer;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "patchbay-secrets-"));
  service = await openTestHttpServer(({ headers }, response) => response.end(`You are ${headers.authorization}.`));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await service.close();
  rmSync(folder, { recursive: true });
});

const asking = (params: object = {}) =>
  workflow(
    {
      ask: {
        type: "http-request",
        params: {
          url: `${service.origin}/`,
          auth: "bearer",
          secret: { secretName: "SERVICE_KEY" },
          response: "text",
          ...params,
        },
      },
      out: { type: "workflow-output", params: { name: "said" } },
    },
    "ask.body -> out.value",
  );
const file = (text: string) => {
  const at = path.join(folder, "secrets.env");
  writeFileSync(at, text);
  return at;
};

test("a file goes before the environment, and is read as such files are", async () => {
  const graphs = [asking()];
  const environment = { SECRET_SERVICE_KEY: "of the environment" };
  const read = async (text?: string) =>
    (await readSecrets(text === undefined ? undefined : file(text), { graphs, environment })).require("SERVICE_KEY")
      .value;

  expect(await read()).toBe("of the environment");
  expect(await read("# none here\n\nOTHER_KEY=abcdef\n")).toBe("of the environment");
  expect(await read(`export SERVICE_KEY = "${SECRET}"\r\n`)).toBe(SECRET);
  expect(await read("SERVICE_KEY=a=b=cdef")).toBe("a=b=cdef");
});

test.each([
  [undefined, {}, 'secret "SERVICE_KEY", which is not given. Set the environment variable SECRET_SERVICE_KEY'],
  ["SERVICE_KEY=tiny", {}, 'The secret "SERVICE_KEY" has 4 characters'],
  ["ok\nservice key: hunter2", {}, "Line 1 of"],
  ["service-key=hunter2", {}, "Line 1 of"],
])("%j with %j is refused, without a value in the message", async (text, environment, words) => {
  const read = readSecrets(text === undefined ? undefined : file(text), { graphs: [asking()], environment });

  await expect(read).rejects.toThrow(words);
  await expect(read).rejects.not.toThrow("hunter2");
});

test("nodes that do not run need none, and none is read that no node names", async () => {
  const graph = asking();
  graph.nodes.ask!.disabled = true;

  const secrets = await readSecrets(undefined, { graphs: [graph], environment: { SECRET_SERVICE_KEY: SECRET } });

  expect(() => secrets.require("SERVICE_KEY")).toThrow("not given");
});

test("patchbay run sends it, and prints nothing of it", async () => {
  const at = writeScratch(folder, "asking.json", { title: "Asking", graph: asking() });
  vi.stubEnv("PATCHBAY_HTTP_ALLOW", "127.0.0.1");
  vi.stubEnv("SECRET_SERVICE_KEY", SECRET);

  const { code, stdout, stderr } = await patchbay("run", at, "--record", path.join(folder, "record"));

  expect([code, stderr]).toEqual([0, expect.stringContaining("done")]);
  expect(service.heard[0]!.headers.authorization).toBe(`Bearer ${SECRET}`);
  expect(stdout).toContain("You are Bearer ••••••.");
  expect(stdout + stderr).not.toContain(SECRET);
});
