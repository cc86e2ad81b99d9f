import { eq, sql } from "drizzle-orm";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { rateLimits, sessions, signInTries, users } from "../db/schema/accounts.ts";
import { invitations, members, workspaces } from "../db/schema/workspaces.ts";
import { readEnv } from "../env.ts";
import { handleWith } from "../http/handle.ts";
import { createWebServices } from "../open-web-services.ts";
import type { WebServices } from "../web-services.ts";
import { handleAuthRequest } from "./handle-auth-request.ts";
import { readInstallationSecret } from "./installation-secret.ts";
import { hashInvitationToken } from "./invitations.ts";

const origin = "http://127.0.0.1:3000";
const owner = { name: "Ada", email: "ada@example.test", password: "correct horse battery" };

let test_: TestDatabase;
let services: WebServices & { close: () => Promise<void> };
let dataDir: string;

beforeAll(async () => {
  test_ = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), "patchbay-auth-test-"));
  services = await createWebServices(readEnv({ DATABASE_URL: test_.url, PATCHBAY_DATA: dataDir }));
});
afterAll(async () => {
  await services.close();
  await test_.close();
  rmSync(dataDir, { recursive: true });
});
beforeEach(async () => {
  await test_.database.delete(workspaces);
  for (const table of [users, signInTries, rateLimits]) await test_.database.delete(table);
});

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return send("POST", path, { body: text, headers: { "content-type": "application/json", origin, ...headers } });
}
function send(method: string, path: string, init: RequestInit): Promise<Response> {
  const request = new Request(`${origin}/api/auth${path}`, { method, ...init });
  return handleWith(services, request, (given, received) => handleAuthRequest(given, received));
}
function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
const signedIn = (cookie: string) => services.findSignedIn(new Headers({ cookie }));

async function invite(email: string, token: string, { hours = 1 } = {}) {
  const [workspace] = await test_.database.select().from(workspaces);
  await test_.database.insert(invitations).values({
    workspaceId: workspace!.id,
    email,
    role: "viewer",
    tokenHash: hashInvitationToken(token),
    invitedBy: "someone",
    expiresAt: new Date(Date.now() + hours * 3_600_000),
  });
}

test("the first visitor becomes the owner of a new workspace and is signed in", async () => {
  expect(await services.needsOwner()).toBe(true);

  const response = await post("/sign-up/email", owner);

  expect(response.status).toBe(200);
  expect(await services.needsOwner()).toBe(false);
  expect(await signedIn(cookieOf(response))).toMatchObject({
    user: { name: "Ada", email: "ada@example.test" },
    workspace: { name: "Ada's workspace" },
    role: "owner",
  });
});

test("session cookies are out of the reach of scripts and other sites", async () => {
  await post("/sign-up/email", owner);
  const response = await post("/sign-in/email", credentials());

  const cookies = response.headers.getSetCookie();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly/i);
  for (const cookie of cookies) expect(cookie).toMatch(/SameSite=Lax/i);
  expect(await response.json()).toEqual({ ok: true });
});

test("of two first visitors at once, one becomes the owner and the other gets nothing", async () => {
  const responses = await Promise.all([
    post("/sign-up/email", owner),
    post("/sign-up/email", { ...owner, name: "Eve", email: "eve@example.test" }),
  ]);

  expect(responses.filter(({ ok }) => ok)).toHaveLength(1);
  for (const { status } of responses) expect(status).toBeLessThan(500);
  expect(await test_.database.select().from(users)).toHaveLength(1);
  expect(await test_.database.select().from(workspaces)).toHaveLength(1);
});

test("later visitors need an invitation, and cannot find out who has an account", async () => {
  await post("/sign-up/email", owner);

  const known = await post("/sign-up/email", { ...owner, password: "another password" });
  const unknown = await post("/sign-up/email", { ...owner, email: "eve@example.test" });

  expect([known.status, unknown.status]).toEqual([403, 403]);
  const [a, b] = [await known.json(), await unknown.json()] as { requestId?: string }[];
  expect({ ...a, requestId: "" }).toEqual({ ...b, requestId: "" });
});

test("an invitation lets the invited address in, once, in the role that it names", async () => {
  await post("/sign-up/email", owner);
  await invite("bob@example.test", "a-token");
  const bob = { name: "Bob", email: "BOB@example.test", password: "bob's password", invitation: "a-token" };

  const wrongAddress = await post("/sign-up/email", { ...bob, email: "eve@example.test" });
  const wrongToken = await post("/sign-up/email", { ...bob, invitation: "other" });
  const smuggled = await post(
    "/sign-up/email",
    { ...bob, invitation: undefined },
    { "x-patchbay-invitation": "a-token" },
  );
  const accepted = await post("/sign-up/email", bob);
  const again = await post("/sign-up/email", { ...bob, email: "bob@example.test" });

  expect([wrongAddress, wrongToken, smuggled, accepted, again].map(({ status }) => status)).toEqual([
    403, 403, 403, 200, 403,
  ]);
  expect(await signedIn(cookieOf(accepted))).toMatchObject({ role: "viewer", workspace: { name: "Ada's workspace" } });
});

test("an invitation that ran out is refused", async () => {
  await post("/sign-up/email", owner);
  await invite("bob@example.test", "a-token", { hours: -1 });

  const response = await post("/sign-up/email", {
    name: "Bob",
    email: "bob@example.test",
    password: "bob's password",
    invitation: "a-token",
  });

  expect(response.status).toBe(403);
});

test("a wrong password and an unknown address get the same answer", async () => {
  await post("/sign-up/email", owner);

  const wrong = await post("/sign-in/email", { email: owner.email, password: "wrong password" });
  const unknown = await post("/sign-in/email", { email: "nobody@example.test", password: "wrong password" });

  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.json()).toEqual(await unknown.json());
});

test("after ten tries an account is closed for a while, from whatever address they come", async () => {
  await post("/sign-up/email", owner);

  const statuses: number[] = [];
  for (let i = 0; i < 11; i++) {
    const response = await post(
      "/sign-in/email",
      { email: owner.email, password: `wrong ${i}` },
      { "x-forwarded-for": `203.0.113.${i}` },
    );
    statuses.push(response.status);
  }
  const right = await post("/sign-in/email", credentials());

  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
  expect([statuses[10], right.status]).toEqual([429, 429]);

  await test_.database.update(signInTries).set({ since: sql`now() - interval '16 minutes'` });
  expect((await post("/sign-in/email", credentials())).status).toBe(200);
  expect(await test_.database.select().from(signInTries)).toEqual([]);
});

test("many tries from one address are slowed down, whatever accounts they are for", async () => {
  const statuses = new Set<number>();
  for (let i = 0; i < 21; i++) {
    const response = await post(
      "/sign-in/email",
      { email: `nobody-${i}@example.test`, password: "wrong password" },
      { "x-forwarded-for": "203.0.113.9" },
    );
    statuses.add(response.status);
  }

  expect([...statuses]).toEqual([401, 429]);
});

function credentials() {
  return { email: owner.email, password: owner.password };
}

test("signing out ends the session on the server as well", async () => {
  const cookie = cookieOf(await post("/sign-up/email", owner));

  const response = await post("/sign-out", {}, { cookie });

  expect(response.status).toBe(200);
  expect(await signedIn(cookie)).toBeNull();
  expect(await test_.database.select().from(sessions)).toEqual([]);
});

test.each<[string, (cookie: string) => Promise<string>]>([
  [
    "was tampered with",
    async (cookie) => cookie.replace(/=(.)/, (_all, first: string) => `=${first === "A" ? "B" : "A"}`),
  ],
  [
    "ran out",
    async (cookie) => (await test_.database.update(sessions).set({ expiresAt: sql`now() - interval '1 s'` }), cookie),
  ],
  ["belongs to a deleted account", async (cookie) => (await test_.database.delete(users), cookie)],
  [
    "belongs to someone removed from the workspace a moment ago",
    async (cookie) => {
      const [workspace] = await test_.database.insert(workspaces).values({ name: "Another" }).returning();
      await test_.database.delete(members);
      return workspace ? cookie : "";
    },
  ],
  ["is not one of ours", async () => "patchbay.session_token=anything.at%20all"],
])("a session that %s is no session", async (_what, spoil) => {
  const cookie = cookieOf(await post("/sign-up/email", owner));
  expect(await signedIn(cookie)).not.toBeNull();

  expect(await signedIn(await spoil(cookie))).toBeNull();
});

test("an owner whose workspace could not be made at sign-up gets it at the next request", async () => {
  const cookie = cookieOf(await post("/sign-up/email", owner));
  await test_.database.delete(workspaces);

  expect(await signedIn(cookie)).toMatchObject({ role: "owner" });
  expect(await test_.database.select().from(workspaces)).toHaveLength(1);
});

test.each<[string, unknown, number]>([
  ["text that is not JSON", "{", 400],
  ["JSON nested 100,000 deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, 400],
  ["a list", [], 400],
  ["an unknown field", { ...owner, role: "owner" }, 400],
  ["a field that better-auth knows and we do not take", { ...owner, callbackURL: "https://evil.test" }, 400],
  [
    "a field that reaches for the prototype",
    `{"__proto__":{"isAdmin":true},"email":"a@b.test","password":"12345678","name":"x"}`,
    400,
  ],
  ["a password of 1 MB", { ...owner, password: "x".repeat(1_000_000) }, 400],
  ["a password of 7 characters", { ...owner, password: "1234567" }, 400],
  ["a password that is a list", { ...owner, password: ["12345678"] }, 400],
  ["a name of only spaces", { ...owner, name: "   " }, 400],
  ["a name of 1 MB", { ...owner, name: "x".repeat(1_000_000) }, 400],
  ["a name with NUL", { ...owner, name: "a\u0000b" }, 400],
  ["a name with a text-direction override", { ...owner, name: "a\u202eb" }, 400],
  ["an e-mail address that is none", { ...owner, email: "ada" }, 400],
  ["3 MB", "x".repeat(3_000_000), 413],
])("sign-up with %s is refused", async (_what, body, status) => {
  const response = await post("/sign-up/email", body);

  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ message: expect.stringMatching(/.{10,}/) });
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  expect(await test_.database.select().from(users)).toEqual([]);
});

test("sign-in with a password of 1 MB is refused before it is hashed", async () => {
  const response = await post("/sign-in/email", { email: owner.email, password: "x".repeat(1_000_000) });

  expect(response.status).toBe(400);
});

test.each([
  ["no Origin", undefined],
  ["the Origin null", "null"],
  ["another site's Origin", "https://evil.test"],
  ["an Origin that begins like ours", "http://127.0.0.1:3000.evil.test"],
  ["ours on another port", "http://127.0.0.1:3001"],
])("a request with %s is refused", async (_what, from) => {
  const headers: Record<string, string> = { "content-type": "application/json", ...(from && { origin: from }) };

  const response = await send("POST", "/sign-up/email", { body: JSON.stringify(owner), headers });

  expect(response.status).toBe(403);
});

test("a name that only resolves to this machine is another site", async () => {
  const headers = { "content-type": "application/json", origin: "http://rebound.test", host: "rebound.test" };
  const request = new Request("http://rebound.test/api/auth/sign-up/email", {
    method: "POST",
    body: JSON.stringify(owner),
    headers,
  });

  const response = await handleWith(services, request, (given, received) => handleAuthRequest(given, received));

  expect(response.status).toBe(403);
});

test.each([
  "/update-user",
  "/get-session",
  "/delete-user",
  "/change-email",
  "/list-sessions",
  "/sign-in/social",
  "/reset-password",
  "/../trpc",
])("better-auth's %s does not exist here", async (path) => {
  expect((await post(path, {})).status).toBe(404);
  expect((await send("GET", path, {})).status).toBe(404);
});

test("the installation's secret is made once and readable by its owner only", () => {
  const dir = mkdtempSync(join(tmpdir(), "patchbay-secret-test-"));

  const [first, second] = [readInstallationSecret(dir), readInstallationSecret(dir)];

  expect(first).toBe(second);
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(statSync(join(dir, "secret")).mode & 0o777).toBe(0o600);
  rmSync(dir, { recursive: true });
});

test("the origin of an account is not the visitor's to choose", async () => {
  await post("/sign-up/email", owner);
  const [user] = await test_.database.select().from(users).where(eq(users.email, owner.email));

  expect(user?.origin).toBe("owner");
});
