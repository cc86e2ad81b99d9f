import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readEnv, requireDatabaseUrl } from "./env.ts";

test("nothing has to be set", () => {
  expect(readEnv({})).toMatchObject({
    databaseUrl: undefined,
    dataDir: resolve(".patchbay"),
    artifactsDir: resolve(".patchbay/artifacts"),
    host: "127.0.0.1",
    port: 3000,
    inferencePorts: { http: 8000, grpc: 8001, metrics: 8002 },
    origins: [],
  });
});

test("a variable that is set to nothing counts as not set", () => {
  expect(readEnv({ PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 3000, databaseUrl: undefined });
});

test("a port of the protocol may be off, or any that is free", () => {
  const source = { PATCHBAY_INFERENCE_PORT: "0", PATCHBAY_INFERENCE_GRPC_PORT: "off", PATCHBAY_METRICS_PORT: "9102" };

  expect(readEnv(source).inferencePorts).toEqual({ http: 0, grpc: null, metrics: 9_102 });
});

test("several origins are taken, without what follows their host", () => {
  const { origins } = readEnv({ PATCHBAY_ORIGIN: "https://patchbay.example/, http://10.0.0.5:3000" });

  expect(origins).toEqual(["https://patchbay.example", "http://10.0.0.5:3000"]);
});

test.each([
  [{ PORT: "http" }, /PORT is "http": /],
  [{ PATCHBAY_INFERENCE_PORT: "on" }, /PATCHBAY_INFERENCE_PORT is "on": must be a port from 0 to 65535, or "off"/],
  [{ PATCHBAY_METRICS_PORT: "70000" }, /PATCHBAY_METRICS_PORT is "70000": must be a port from 0 to 65535, or "off"/],
  [{ PORT: "70000" }, /PORT is "70000": /],
  [{ PATCHBAY_ORIGIN: "patchbay.example" }, /PATCHBAY_ORIGIN is "patchbay.example": .*https:\/\/patchbay\.example/],
  [{ DATABASE_URL: "mysql://me:hunter2@db/x" }, /DATABASE_URL must be a postgres:\/\/ address/],
  [{ PATCHBAY_SECRET: "hunter2" }, /PATCHBAY_SECRET must have at least 32 characters/],
])("%j is refused by name, and secrets are not repeated", (source, message) => {
  const attempt = () => readEnv(source);

  expect(attempt).toThrow(message);
  expect(attempt).not.toThrow("hunter2");
});

test("every variable at fault is named at once", () => {
  expect(() => readEnv({ PORT: "x", HOST: "h", PATCHBAY_ORIGIN: "y" })).toThrow(/PORT .*PATCHBAY_ORIGIN /);
});

test("a process that needs a database says how to get one", () => {
  expect(() => requireDatabaseUrl(readEnv({}))).toThrow("npm start");
});
