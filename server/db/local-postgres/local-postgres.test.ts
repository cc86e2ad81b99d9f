import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { findBinaries } from "./find-binaries.ts";
import { placeBinaries } from "./place-for-user.ts";
import { startLocalPostgres } from "./start-local-postgres.ts";
import { stopLocalPostgres } from "./stop-local-postgres.ts";
import { unprivilegedUser } from "./unprivileged-user.ts";

const dirs: string[] = [];

function dataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "patchbay-postgres-test-"));
  chmodSync(dir, 0o755); // else root's Postgres, which runs as another user, would put its files elsewhere
  dirs.push(dir);
  return dir;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

function serverPid(dir: string): number {
  const cluster = readdirSync(dir).find((name) => /^postgres-\d+$/.test(name))!;
  return Number(readFileSync(join(dir, cluster, "postmaster.pid"), "utf8").split("\n")[0]);
}

afterEach(async () => {
  for (const dir of dirs.splice(0)) {
    await stopLocalPostgres(dir).catch(() => {});
    rmSync(dir, { recursive: true, force: true });
  }
});

test("a first start makes the cluster, a second joins it, and after a stop the data is still there", async () => {
  const dir = dataDir();

  const first = await startLocalPostgres(dir);
  await query(first.url, "create table kept as select 7 as n");
  const second = await startLocalPostgres(dir);
  const stopped = [await stopLocalPostgres(dir), await stopLocalPostgres(dir)];
  const third = await startLocalPostgres(dir);

  expect([first.startedByUs, second.startedByUs, third.startedByUs]).toEqual([true, false, true]);
  expect(second.url).toBe(first.url);
  expect(stopped).toEqual([true, false]);
  expect(await query(third.url, "select n from kept")).toEqual([{ n: 7 }]);
});

test("the password is needed, and the file that holds it is readable by its owner only", async () => {
  const dir = dataDir();
  const { url } = await startLocalPostgres(dir);
  const accessFile = readdirSync(dir).find((name) => name.endsWith(".json"))!;

  const withoutPassword = url.replace(/:[^:@/]+@/, ":wrong@");

  await expect(query(withoutPassword, "select 1")).rejects.toThrow("password authentication failed");
  expect(statSync(join(dir, accessFile)).mode & 0o777).toBe(0o600);
});

test("four starts at once give one server", async () => {
  const dir = dataDir();

  const started = await Promise.all([1, 2, 3, 4].map(() => startLocalPostgres(dir)));

  expect(started.filter(({ startedByUs }) => startedByUs)).toHaveLength(1);
  expect(new Set(started.map(({ url }) => url)).size).toBe(1);
});

test("a server that was killed is started again with what it had acknowledged", async () => {
  const dir = dataDir();
  const { url } = await startLocalPostgres(dir);
  await query(url, "create table kept as select 7 as n");

  process.kill(serverPid(dir), "SIGKILL");
  const again = await startLocalPostgres(dir);

  expect(again.startedByUs).toBe(true);
  expect(await query(again.url, "select n from kept")).toEqual([{ n: 7 }]);
});

test("a start that was killed in mid-way is begun again", async () => {
  const dir = dataDir();
  const { major } = await startLocalPostgres(dir);
  await stopLocalPostgres(dir);
  rmSync(join(dir, `postgres-${major}`), { recursive: true });
  mkdirSync(join(dir, `postgres-${major}.making`, "half"), { recursive: true });
  writeFileSync(join(dir, "postgres.lock"), "4194303 1");

  const { url } = await startLocalPostgres(dir);

  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("when the password file is lost the data is kept and a new password is set", async () => {
  const dir = dataDir();
  const { url, major } = await startLocalPostgres(dir);
  await query(url, "create table kept as select 7 as n");
  rmSync(join(dir, `postgres-${major}.json`));

  const again = await startLocalPostgres(dir);

  expect(again.url).not.toBe(url);
  expect(await query(again.url, "select n from kept")).toEqual([{ n: 7 }]);
});

test("when another program took the port, the server moves to another", async () => {
  const dir = dataDir();
  const { url } = await startLocalPostgres(dir);
  await stopLocalPostgres(dir);
  const port = Number(new URL(url).port);
  const squatter = createServer().listen(port, "127.0.0.1");

  const again = await startLocalPostgres(dir);
  squatter.close();

  expect(Number(new URL(again.url).port)).not.toBe(port);
  expect(await query(again.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test.runIf(hasSystemPostgres())("a Postgres of the machine serves where the one from npm is not there", async () => {
  const dir = dataDir();

  const { url, source } = await startLocalPostgres(dir, { sources: ["system"] });
  const rows = await query(url, "select 1 as one");
  await stopLocalPostgres(dir, { sources: ["system"] });

  expect(source).toBe("system");
  expect(rows).toEqual([{ one: 1 }]);
});

// Only root meets this: it runs Postgres as another user, who may not enter the folder.
test.runIf(process.getuid?.() === 0)("root may keep its data below a folder that nobody else can enter", async () => {
  const home = dataDir();
  chmodSync(home, 0o700);
  const dir = join(home, "checkout", ".patchbay");

  const { url, major } = await startLocalPostgres(dir);
  const [row] = await query(url, "show data_directory");
  await stopLocalPostgres(dir);
  const outside = String(row?.data_directory);
  rmSync(join(outside, ".."), { recursive: true, force: true });

  expect(outside).toMatch(/^\/var\/tmp\/patchbay-data-[0-9a-f]{12}\//);
  expect(existsSync(join(dir, `postgres-${major}.json`))).toBe(true);
});

// The copy of the programs that a closed checkout needs is made from a package folder as npm unpacks it.
test.runIf(process.getuid?.() === 0)(
  "programs below a closed folder are copied to where Postgres' user can run them",
  async () => {
    const home = dataDir();
    const { binDir, source } = findBinaries();
    const native = join(home, "native");
    cpSync(join(binDir, ".."), native, { recursive: true, verbatimSymlinks: true });
    chmodSync(home, 0o700);

    const placed = await placeBinaries({ binDir: join(native, "bin"), source }, unprivilegedUser());

    expect(placed).toMatch(/^\/var\/tmp\/patchbay-postgres-/);
    expect(execFileSync(join(placed, "postgres"), ["--version"], { encoding: "utf8" })).toContain("PostgreSQL");
  },
);

function hasSystemPostgres(): boolean {
  try {
    findBinaries(["system"]);
    return true;
  } catch {
    return false;
  }
}
