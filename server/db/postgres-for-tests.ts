import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { stopLocalPostgres } from "./local-postgres/stop-local-postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The data folder of this run's throw-away Postgres. The first test file that asks for a database starts it. */
    postgresDir: string;
  }
}

const testDir = fileURLToPath(new URL("../../.test", import.meta.url));

/** For vitest's `globalSetup`: one Postgres for all test files of a run, started only when one needs it, gone after the run. */
export default async function setUpPostgres(project: TestProject) {
  mkdirSync(testDir, { recursive: true });
  await sweepAbandoned();
  const dir = join(testDir, `postgres-of-${process.pid}`);
  project.provide("postgresDir", dir);
  return () => remove(dir);
}

/** What a killed run left behind. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(testDir)) {
    const pid = Number(/^postgres-of-(\d+)$/.exec(name)?.[1]);
    if (pid && !isRunning(pid)) await remove(join(testDir, name));
  }
}

async function remove(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  await stopLocalPostgres(dir);
  rmSync(dir, { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
