import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { BinarySource } from "./find-binaries.ts";
import { isPostgres } from "./process-state.ts";
import type { RunAs } from "./unprivileged-user.ts";

/** One local Postgres: its programs, its files, and whom it runs as. */
export type Cluster = {
  binDir: string;
  source: BinarySource;
  major: number;
  runAs: RunAs;
  /** The data folder of Postgres itself, owned by the user that it runs as. One per major version: they cannot read each other's. */
  dir: string;
  /** Where the password and the port are kept, mode 0600. */
  accessFile: string;
};

export const DATABASE = "patchbay";

const accessSchema = z.object({ password: z.string().min(1), port: z.number().int() });
export type ClusterAccess = z.output<typeof accessSchema>;

/** Null where the cluster was never made, or the file was lost. */
export function readAccess({ accessFile }: Cluster): ClusterAccess | null {
  if (!existsSync(accessFile)) return null;
  try {
    return accessSchema.parse(JSON.parse(readFileSync(accessFile, "utf8")));
  } catch {
    return null; // cut off in mid-write: the password is set anew
  }
}

export function writeAccess({ accessFile }: Cluster, access: ClusterAccess): void {
  writeFileSync(accessFile, JSON.stringify(access), { mode: 0o600 });
}

export function clusterUrl({ password, port }: ClusterAccess): string {
  return `postgres://${DATABASE}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

/** The port that the running server listens on, or null when none runs. */
export function runningPort({ dir }: Cluster): number | null {
  const lines = readPidFile(dir);
  if (!lines || !isPostgres(Number(lines[0]))) return null;
  const port = Number(lines[3]);
  return Number.isInteger(port) && port > 0 ? port : null;
}

/**
 * After `kill -9` a server may stay behind as a zombie until its parent reaps it, and in a new container its number may
 * be another program's: Postgres then takes the number in its pid file for a running server. Removed only when that
 * process is certainly no Postgres.
 */
export function clearStalePidFile({ dir }: Cluster): void {
  const lines = readPidFile(dir);
  if (lines && !isPostgres(Number(lines[0]))) rmSync(join(dir, "postmaster.pid"), { force: true });
}

function readPidFile(dir: string): string[] | null {
  const file = join(dir, "postmaster.pid");
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return null;
  }
}
