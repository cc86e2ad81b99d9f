import { randomBytes } from "node:crypto";
import { appendFileSync, chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Cluster, type ClusterAccess, DATABASE, writeAccess } from "./cluster.ts";
import { executable } from "./find-binaries.ts";
import { freePort } from "./free-port.ts";
import { run } from "./run.ts";

export const SETTINGS_FILE = "patchbay.conf";

/** Only over TCP on loopback, and only with the password: socket paths have a length limit, and other users share the machine. */
const HOST_RULES = "host all all 127.0.0.1/32 scram-sha-256\n";

/** Makes the cluster with its one database. A start that was cut off leaves nothing that looks like a cluster. */
export async function makeCluster(cluster: Cluster): Promise<ClusterAccess> {
  const aside = `${cluster.dir}.making`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(dirname(aside), { recursive: true, mode: 0o755 });
  mkdirSync(aside, { mode: 0o700 });
  giveTo(cluster, aside);
  const initdb = await run(
    executable(cluster.binDir, "initdb"),
    ["-D", aside, "-U", DATABASE, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions", "--no-sync"],
    { runAs: cluster.runAs },
  );
  if (initdb.exitCode !== 0) throw new Error(`Postgres could not be set up in ${cluster.dir}: ${initdb.stderr.trim()}`);
  writeFileSync(join(aside, "pg_hba.conf"), HOST_RULES);
  appendFileSync(join(aside, "postgresql.conf"), `\ninclude '${SETTINGS_FILE}'\n`);
  writeFileSync(join(aside, SETTINGS_FILE), "");
  giveTo(cluster, join(aside, SETTINGS_FILE));
  await runAlone(cluster, aside, `create database ${DATABASE};`);
  const access = await setPassword(cluster, aside);
  renameSync(aside, cluster.dir);
  return access;
}

/** A new password for a cluster that does not run: its first one, or when the file that held it was lost. */
export async function setPassword(cluster: Cluster, dir = cluster.dir): Promise<ClusterAccess> {
  const access = { password: randomBytes(18).toString("base64url"), port: await freePort() };
  await runAlone(cluster, dir, `alter role ${DATABASE} password '${access.password}';`);
  writeAccess(cluster, access);
  return access;
}

/** Single-user mode: needs neither a running server nor a password. */
async function runAlone(cluster: Cluster, dir: string, statement: string): Promise<void> {
  const { exitCode, stderr } = await run(
    executable(cluster.binDir, "postgres"),
    ["--single", "-D", dir, "-c", "log_min_messages=error", "postgres"],
    { runAs: cluster.runAs, input: `${statement}\n` },
  );
  if (exitCode !== 0 || stderr.includes("ERROR:")) {
    throw new Error(`Postgres could not be set up in ${dir}: ${stderr.trim().replace(/'[^']*'/g, "'…'")}`);
  }
}

function giveTo({ runAs }: Cluster, path: string): void {
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(path, runAs.uid, runAs.gid);
}
