import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestWorkspace } from "../auth/auth-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { apiKeys } from "../db/schema/api-keys.ts";
import { contextOf } from "../service-context-for-tests.ts";
import type { ServiceContext } from "../service-context.ts";
import { createApiKey } from "./create-api-key.ts";
import { findApiKey } from "./find-api-key.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { hashKey, keyForm } from "./make-key.ts";
import { revokeApiKey } from "./revoke-api-key.ts";

let test_: TestDatabase;
let ours: ServiceContext;
let theirs: ServiceContext;
beforeAll(async () => {
  test_ = await createTestDatabase();
  ours = contextOf(test_.database, (await createTestWorkspace(test_.database, "Ours")).people.admin);
  theirs = contextOf(test_.database, (await createTestWorkspace(test_.database, "Theirs")).people.admin);
});
afterAll(() => test_.close());

const create = (more: Partial<Parameters<typeof createApiKey>[1]> = {}) =>
  createApiKey(ours, { name: "Robot", mayRun: true, deploymentIds: null, expiresAt: null, ...more });
const find = (key: string) => findApiKey(test_.database, key);

test("a key opens its workspace, and only its hash is stored", async () => {
  const { id, key } = await create();

  expect(key).toMatch(keyForm);
  expect(await find(key)).toEqual({
    id,
    workspaceId: ours.tenant.workspaceId,
    mayRun: true,
    deploymentIds: null,
  });
  const [row] = await test_.database.select().from(apiKeys).where(eq(apiKeys.id, id));
  expect(row!.hash).toBe(hashKey(key));
  expect(JSON.stringify(row)).not.toContain(key.slice(-43));
  expect(JSON.stringify(await listApiKeys(ours))).not.toContain(row!.hash);
});

test("nothing but the whole key opens anything", async () => {
  const { key } = await create();
  const [prefix, secret] = [key.slice(0, 15), key.slice(16)];
  const other = (secret.startsWith("A") ? "B" : "A") + secret.slice(1);

  for (const wrong of [
    "",
    "pb_",
    prefix,
    `${prefix}_`,
    `${prefix}_${other}`,
    `${key} `,
    `${key}A`,
    key.toUpperCase(),
  ]) {
    expect(await find(wrong)).toBeNull();
  }
});

test("a revoked key opens nothing from then on", async () => {
  const { id, key } = await create();
  await revokeApiKey(ours, { apiKeyId: id });
  const [{ revokedAt } = { revokedAt: null }] = (await listApiKeys(ours)).filter((row) => row.id === id);
  await revokeApiKey(ours, { apiKeyId: id });

  expect(await find(key)).toBeNull();
  expect((await listApiKeys(ours)).find((row) => row.id === id)!.revokedAt).toEqual(revokedAt);
});

test("who made a key, who revoked it first, and when it was last used stand in the list", async () => {
  const { people } = await createTestWorkspace(test_.database, "Named");
  const [admin, owner] = [contextOf(test_.database, people.admin), contextOf(test_.database, people.owner)];
  const { id, key } = await createApiKey(admin, { name: "Robot", mayRun: true, deploymentIds: null, expiresAt: null });
  const row = async () => (await listApiKeys(admin)).find((one) => one.id === id)!;

  const fresh = await row();
  await find(key);
  const used = await row();
  await revokeApiKey(owner, { apiKeyId: id });
  await revokeApiKey(admin, { apiKeyId: id });

  const maker = people.admin.user.name;
  expect(fresh).toMatchObject({ createdBy: maker, lastUsedAt: null, revokedBy: null });
  expect(used.lastUsedAt!.getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect(await row()).toMatchObject({ createdBy: maker, revokedBy: people.owner.user.name });
  await test_.database.update(apiKeys).set({ createdBy: "gone", revokedBy: "gone" }).where(eq(apiKeys.id, id));
  expect(await row()).toMatchObject({ createdBy: "A former member", revokedBy: "A former member" });
});

test("an expired key opens nothing, and none is made that has expired already", async () => {
  const { id, key } = await create({ expiresAt: new Date(Date.now() + 60_000) });
  expect(await find(key)).not.toBeNull();

  await test_.database
    .update(apiKeys)
    .set({ expiresAt: sql`now() - interval '1 second'` })
    .where(eq(apiKeys.id, id));
  expect(await find(key)).toBeNull();
  await expect(create({ expiresAt: new Date(Date.now() - 1) })).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("another workspace neither sees nor revokes it, and a key is for deployments that are there", async () => {
  const { id, key } = await create();

  await expect(revokeApiKey(theirs, { apiKeyId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await listApiKeys(theirs)).toEqual([]);
  expect(await find(key)).not.toBeNull();
  await expect(create({ deploymentIds: [randomUUID()] })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("when it was used last is kept to the minute", async () => {
  const { id, key } = await create();
  await find(key);
  const used = async () => (await listApiKeys(ours)).find((row) => row.id === id)!.lastUsedAt;
  const first = await used();
  await find(key);

  expect(first).toBeInstanceOf(Date);
  expect(await used()).toEqual(first);
});
