import { createHash } from "node:crypto";
import { status } from "@grpc/grpc-js";
import { expect, test } from "vitest";
import { openClients } from "./grpc/grpc-client-for-tests.ts";
import { call, demoModels, expectError, serveForTests } from "./model-server-for-tests.ts";
import { readServingKeys } from "./serving-keys.ts";

const hashOf = (key: string) => createHash("sha256").update(key).digest("hex");
const keys = readServingKeys(`# keys\n${hashOf("one")}\n\n${hashOf("two")} admin # the operator\n`);
const server = await serveForTests({
  places: [`${demoModels}/wine/model.onnx`],
  keys: () => keys,
  isOpenToChange: true,
});
const { ask, check } = openClients(server.grpcAddress);
const as = (key: string) => ({ headers: { Authorization: `Bearer ${key}` } });
const loadUrl = `${server.httpUrl}/v2/repository/models/wine/load`;

test("without a key, or with another one, nothing is told but whether the server lives", async () => {
  expectError(await call(`${server.httpUrl}/v2/models/wine`), 401, /Authorization: Bearer/);
  expectError(await call(`${server.httpUrl}/v2/models/wine`, as("three")), 401, /not one of this server/);
  expect((await fetch(`${server.metricsUrl}/metrics`)).status).toBe(401);
  expect((await fetch(`${server.httpUrl}/v2`)).headers.get("www-authenticate")).toBe("Bearer");
  expect((await fetch(`${server.httpUrl}/v2/health/ready`)).status).toBe(200);
  expect((await fetch(`${server.httpUrl}/v2/health/live`)).status).toBe(200);

  expect((await ask("ServerMetadata")).code).toBe(status.UNAUTHENTICATED);
  expect((await ask("ModelInfer", { model_name: "wine" }, as("three"))).code).toBe(status.UNAUTHENTICATED);
  expect((await ask("ServerLive")).code).toBe(status.OK);
  expect((await check("Check")).code).toBe(status.OK);
});

test("a key opens all but loading and unloading, and an admin key that too", async () => {
  expect(await call(`${server.httpUrl}/v2/models/wine`, as("one"))).toMatchObject({ status: 200 });
  expect((await fetch(`${server.metricsUrl}/metrics`, as("one"))).status).toBe(200);
  expectError(await call(loadUrl, { method: "POST", ...as("one") }), 403, /admin key/);
  expect(await call(loadUrl, { method: "POST", ...as("two") })).toMatchObject({ status: 200 });

  expect((await ask("ModelMetadata", { name: "wine" }, as("one"))).code).toBe(status.OK);
  expect((await ask("RepositoryModelLoad", { model_name: "wine" }, as("one"))).code).toBe(status.PERMISSION_DENIED);
  expect((await ask("RepositoryModelLoad", { model_name: "wine" }, as("two"))).code).toBe(status.OK);
});

test.for([
  ["abc", /Line 1 .* SHA-256/],
  [`\n${hashOf("x")} owner`, /Line 2 .*"owner"/],
] as const)("the file of keys %j is refused", ([text, message]) => {
  expect(() => readServingKeys(text)).toThrow(message);
});
