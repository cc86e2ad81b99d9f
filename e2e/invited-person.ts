import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext } from "@playwright/test";
import { expect } from "@playwright/test";
import pg from "pg";
import { goesToLivingPages } from "./alive.ts";
import { address, dataDir } from "./places.ts";

/**
 * A browser in which another member of the owner's workspace is signed in. The invitation is written where the server keeps
 * them; the account is made as the invited person makes it.
 */
export async function openBrowserOf(
  browser: Browser,
  { name, role }: { name: string; role: "viewer" | "runner" | "editor" },
): Promise<BrowserContext> {
  const email = `${randomUUID()}@example.org`;
  const token = randomUUID();
  await invite({ email, role, tokenHash: createHash("sha256").update(token).digest("hex") });
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
  goesToLivingPages(context);
  const made = await context.request.post("/api/auth/sign-up/email", {
    headers: { origin: address },
    data: { name, email, password: "a quiet panel", invitation: token },
  });
  expect(made.status(), await made.text()).toBe(200);
  return context;
}

async function invite({ email, role, tokenHash }: { email: string; role: string; tokenHash: string }) {
  const access = readdirSync(dataDir).find((file) => /^postgres-\d+\.json$/.test(file))!;
  const { password, port } = JSON.parse(readFileSync(path.join(dataDir, access), "utf8")) as {
    password: string;
    port: number;
  };
  const client = new pg.Client({ host: "127.0.0.1", port, user: "patchbay", password, database: "patchbay" });
  await client.connect();
  await client.query(
    `insert into invitations (workspace_id, email, role, token_hash, invited_by, expires_at)
     select workspace_id, $1, $2, $3, user_id, now() + interval '1 day' from members where role = 'owner' limit 1`,
    [email, role, tokenHash],
  );
  await client.end();
}
