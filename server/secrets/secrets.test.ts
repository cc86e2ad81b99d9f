import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { secrets } from "../db/schema/secrets.ts";
import { emptyGraph, type Graph } from "../../graph/schema.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { createWorkflow } from "../workflows/create-workflow.ts";
import { removeWorkflow } from "../workflows/remove-workflow.ts";
import { deleteSecret } from "./delete-secret.ts";
import { listSecrets } from "./list-secrets.ts";
import { readSecretKeys } from "./read-secret-keys.ts";
import { resealSecrets } from "./reseal-secrets.ts";
import { openRunSecrets } from "./run-secrets.ts";
import { secretKeyOf, type SecretKeys } from "./seal-secret.ts";
import { createSecret, replaceSecret } from "./set-secret.ts";

const VALUE = "s3cret/value+of ours";
const newKey = () => secretKeyOf(randomBytes(32));
const secretKeys: SecretKeys = [newKey()];
let test_: TestDatabase;
let ours: ServiceContext & { secretKeys: SecretKeys };
let theirs: ServiceContext & { secretKeys: SecretKeys };

beforeAll(async () => {
  test_ = await createTestDatabase();
  const open = async (name: string) => ({
    ...contextOf(test_.database, (await createTestWorkspace(test_.database, name)).people.admin),
    secretKeys,
  });
  ours = await open("Ours");
  theirs = await open("Theirs");
});
afterAll(() => test_.close());

const naming = (...names: string[]): Graph => ({
  ...emptyGraph,
  nodes: Object.fromEntries(
    names.map((secretName, at) => [
      `n${at}`,
      { id: `n${at}`, type: "http-request", version: 1, position: { x: 0, y: 0 }, params: { secret: { secretName } } },
    ]),
  ),
});
const opened = (keys: SecretKeys, name: string, { tenant } = ours) =>
  openRunSecrets(
    { database: test_.database, secretKeys: keys },
    { workspaceId: tenant.workspaceId, graphs: [naming(name)] },
  );
const rowOf = async (name: string) => {
  const [row] = await test_.database
    .select()
    .from(secrets)
    .where(and(eq(secrets.workspaceId, ours.tenant.workspaceId), eq(secrets.name, name)));
  return row!;
};

test("a secret is stored sealed, listed without its value, and opened for a run that names it", async () => {
  await createSecret(ours, { name: "STORED", value: VALUE, hosts: ["api.example.com"] });

  const [listed] = await listSecrets(ours);
  expect(listed).toEqual({
    name: "STORED",
    hosts: ["api.example.com"],
    setAt: expect.any(Date),
    setBy: expect.any(String),
    isReadable: true,
    usedBy: [],
  });
  const row = JSON.stringify(await rowOf("STORED"));
  for (const form of [VALUE, Buffer.from(VALUE).toString("base64")]) expect(row).not.toContain(form);
  expect((await opened(secretKeys, "STORED")).require("STORED")).toEqual({
    name: "STORED",
    value: VALUE,
    hosts: ["api.example.com"],
  });
});

test("the same value is sealed differently each time", async () => {
  await createSecret(ours, { name: "TWICE_A", value: VALUE, hosts: null });
  await createSecret(ours, { name: "TWICE_B", value: VALUE, hosts: null });

  expect((await rowOf("TWICE_A")).sealed).not.toBe((await rowOf("TWICE_B")).sealed);
});

test("a name is taken once, replaced only where it is, and another workspace has its own", async () => {
  await createSecret(ours, { name: "TAKEN", value: "the first one", hosts: ["a.example"] });
  await expect(createSecret(ours, { name: "TAKEN", value: VALUE, hosts: null })).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining('"TAKEN"'),
  });
  await expect(replaceSecret(theirs, { name: "TAKEN", value: VALUE })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(deleteSecret(theirs, { name: "TAKEN" })).rejects.toMatchObject({ code: "NOT_FOUND" });

  await replaceSecret(ours, { name: "TAKEN", value: "the second one" });
  const replaced = (await opened(secretKeys, "TAKEN")).require("TAKEN");
  await deleteSecret(ours, { name: "TAKEN" });

  expect(replaced).toMatchObject({ value: "the second one", hosts: ["a.example"] });
  expect((await listSecrets(ours)).map(({ name }) => name)).not.toContain("TAKEN");
  expect((await opened(secretKeys, "TAKEN")).require).toBeTypeOf("function");
  const run = await opened(secretKeys, "TAKEN");
  expect(() => run.require("TAKEN")).toThrow(/no secret "TAKEN".*Settings, Secrets/);
});

test("a run gets only what its graph names", async () => {
  await createSecret(ours, { name: "NAMED", value: VALUE, hosts: null });
  await createSecret(ours, { name: "OTHER", value: "of somebody else", hosts: null });
  const run = await opened(secretKeys, "NAMED");

  expect(run.require("NAMED").value).toBe(VALUE);
  expect(() => run.require("OTHER")).toThrow(/"OTHER"/);
});

test("a row that was moved to another workspace or name, or changed, does not open", async () => {
  await createSecret(ours, { name: "MOVED", value: VALUE, hosts: null });
  const { workspaceId: _ours, ...row } = await rowOf("MOVED");
  const elsewhere = theirs.tenant.workspaceId;
  const tampered = Buffer.from(row.sealed, "base64");
  tampered[tampered.length - 1]! ^= 1;
  await test_.database.insert(secrets).values([
    { ...row, workspaceId: elsewhere },
    { ...row, workspaceId: ours.tenant.workspaceId, name: "RENAMED" },
    { ...row, workspaceId: ours.tenant.workspaceId, name: "TAMPERED", sealed: tampered.toString("base64") },
  ]);

  expect((await opened(secretKeys, "MOVED")).require("MOVED").value).toBe(VALUE);
  for (const [name, context] of [
    ["MOVED", theirs],
    ["RENAMED", ours],
    ["TAMPERED", ours],
  ] as const) {
    const run = await opened(secretKeys, name, context);
    expect(() => run.require(name)).toThrow(/sealed with a key/);
  }
});

test("one that was sealed with another key says what to do, and is marked in the list", async () => {
  await createSecret({ ...ours, secretKeys: [newKey()] }, { name: "OF_ANOTHER_KEY", value: VALUE, hosts: null });

  const run = await opened(secretKeys, "OF_ANOTHER_KEY");
  const listed = (await listSecrets(ours)).find(({ name }) => name === "OF_ANOTHER_KEY");

  expect(() => run.require("OF_ANOTHER_KEY")).toThrow(
    /PATCHBAY_SECRET_KEY, or replace the secret under Settings, Secrets/,
  );
  expect(listed!.isReadable).toBe(false);
});

test("after a change of keys all is sealed with the newest", async () => {
  const [older, newer] = [newKey(), newKey()];
  await createSecret({ ...ours, secretKeys: [older] }, { name: "ROTATED", value: VALUE, hosts: null });

  await resealSecrets({ database: test_.database, secretKeys: [newer, older] });

  expect((await rowOf("ROTATED")).keyId).toBe(newer.id);
  expect((await opened([newer], "ROTATED")).require("ROTATED").value).toBe(VALUE);
});

test("says which workflows use it, but for removed ones", async () => {
  await createSecret(ours, { name: "USED", value: VALUE, hosts: null });
  const { id } = await createWorkflow(ours, { title: "Asks a service", graph: naming("USED", "USED") });
  const { id: gone } = await createWorkflow(ours, { title: "Gone", graph: naming("USED") });
  await createWorkflow(theirs, { title: "Theirs", graph: naming("USED") });
  await removeWorkflow(ours, { workflowId: gone });

  const used = (await listSecrets(ours)).find(({ name }) => name === "USED");

  expect(used!.usedBy).toEqual([{ workflowId: id, title: "Asks a service" }]);
});

test("the key is made once, readable by its owner only, and that of the environment goes before", () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "patchbay-keys-"));
  const [made] = readSecretKeys({ secretKeys: [], dataDir });
  const [again] = readSecretKeys({ secretKeys: [], dataDir });
  const given = randomBytes(32);
  const [first, second] = readSecretKeys({ secretKeys: [given, made.bytes], dataDir });

  expect(again).toEqual(made);
  expect(made.bytes).toHaveLength(32);
  expect(statSync(path.join(dataDir, "secret-key")).mode & 0o777).toBe(0o600);
  expect([first.bytes, second]).toEqual([given, made]);
  writeFileSync(path.join(dataDir, "secret-key"), "short");
  expect(() => readSecretKeys({ secretKeys: [], dataDir })).toThrow(/secret-key holds no usable secret.*backup/);
  rmSync(dataDir, { recursive: true });
});
