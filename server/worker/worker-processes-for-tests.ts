import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("./worker-process-for-tests.ts", import.meta.url));

export type WorkerProcess = { id: string; child: ChildProcess; exited: Promise<void>; output: () => string };

/** Starts a worker process and waits until it has registered. What it prints to stderr is kept for failing tests. */
export async function spawnWorker(databaseUrl: string, env: Record<string, string> = {}): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, ...env, DATABASE_URL: databaseUrl },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, "exit").then(() => {});
  const ready = (async () => {
    for await (const line of createInterface(child.stdout)) {
      const id = /^ready (.+)$/.exec(line)?.[1];
      if (id) return id;
    }
    throw new Error(`The worker ended before it was ready: ${output}`);
  })();
  return { id: await ready, child, exited, output: () => output };
}

export async function killWorker({ child, exited }: WorkerProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  await exited;
}
