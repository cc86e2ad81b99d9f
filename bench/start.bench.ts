import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./compare.ts";
import type { Result } from "./result.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** P14: from the command to a page that answers, when everything is installed, built and migrated. */
async function secondStart(): Promise<Result> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  try {
    await startOnce(dataDir); // the first one makes the database
    const times: number[] = [];
    for (let round = 0; round < 5; round++) times.push(await startOnce(dataDir));
    const seconds = median(times) / 1000;
    return {
      id: "P14",
      what: "second `npm start` to ready",
      figure: `${seconds.toFixed(1)} s [${(Math.min(...times) / 1000).toFixed(1)}–${(Math.max(...times) / 1000).toFixed(1)}]`,
      must: "≤ 6 s",
      aim: "3 s",
      isMet: seconds <= 6,
      how: "five starts with Postgres, migrations, web and worker; until the health page says that all are there",
    };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startOnce(dataDir: string): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: "", PATCHBAY_DATA: dataDir, HOST: "127.0.0.1", PORT: "4718" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const readyMs = await new Promise<number>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("Patchbay is ready")) resolve(performance.now() - from);
    });
    child.once("exit", (code) => reject(new Error(`npm start ended with code ${code}.`)));
  });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
  return readyMs;
}

export const startBenches = [secondStart];
