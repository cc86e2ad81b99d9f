import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { canConnect } from "./can-connect.ts";
import { keepLocalPostgres } from "./keep-local-postgres.ts";
import { startLocalPostgres } from "./start-local-postgres.ts";
import { stopLocalPostgres } from "./stop-local-postgres.ts";

test("a Postgres that is killed comes back at the same address, and stays away once it is no longer kept", async () => {
  const dir = mkdtempSync(join(tmpdir(), "patchbay-postgres-test-"));
  chmodSync(dir, 0o755); // else root's Postgres, which runs as another user, would put its files elsewhere
  try {
    const { url } = await startLocalPostgres(dir);
    const stopKeeping = await keepLocalPostgres(dir, { url, onLog: () => {} });
    const cluster = readdirSync(dir).find((name) => /^postgres-\d+$/.test(name))!;
    const pid = () => Number(readFileSync(join(dir, cluster, "postmaster.pid"), "utf8").split("\n")[0]);
    const first = pid();

    process.kill(first, "SIGKILL");

    await vi.waitFor(
      async () => {
        expect(pid()).not.toBe(first);
        expect(await canConnect(url)).toBe(true);
      },
      { timeout: 60_000, interval: 100 },
    );
    await stopKeeping();
    await stopLocalPostgres(dir);
    expect(await canConnect(url)).toBe(false);
  } finally {
    await stopLocalPostgres(dir).catch(() => {});
    rmSync(dir, { recursive: true, force: true });
  }
});
