import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Cluster } from "./cluster.ts";
import { type BinarySource, executable, findBinaries } from "./find-binaries.ts";
import { placeBinaries, placeCluster } from "./place-for-user.ts";
import { run } from "./run.ts";
import { unprivilegedUser } from "./unprivileged-user.ts";

/** Where the cluster of this data folder lies and which programs serve it. Makes the folder, but nothing in it. */
export async function openCluster(dataDir: string, sources?: readonly BinarySource[]): Promise<Cluster> {
  const root = resolve(dataDir);
  mkdirSync(root, { recursive: true });
  const runAs = unprivilegedUser();
  const binaries = findBinaries(sources);
  const binDir = await placeBinaries(binaries, runAs);
  const version = await run(executable(binDir, "postgres"), ["--version"], { runAs });
  const major = Number(/\d+/.exec(version.stdout)?.[0]);
  if (!major) {
    throw new Error(
      `The Postgres in ${binDir} does not run here (${version.stderr.trim()}). Install another, or set DATABASE_URL.`,
    );
  }
  const base = await placeCluster(root, runAs);
  return {
    binDir,
    source: binaries.source,
    major,
    runAs,
    dir: join(base, `postgres-${major}`),
    accessFile: join(root, `postgres-${major}.json`),
  };
}
