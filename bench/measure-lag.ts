import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const probe = pathToFileURL(path.join(root, "bench", "lag-probe.mjs")).href;

export type MeasuredServer = {
  child: ChildProcess;
  /** 99th percentile of how late the event loop was within the time, in milliseconds. */
  lagP99: (durationMs: number) => Promise<number>;
  close: () => Promise<void>;
};

/** Starts a program with the probe in it, and waits until a line of its output is what `ready` looks for. */
export async function startMeasured(
  args: string[],
  {
    folder,
    program,
    env = {},
    ready,
  }: {
    folder: string;
    /** Part of the path of the program to measure, which is this one or one that it starts. */
    program: string;
    env?: Record<string, string>;
    ready: (output: string) => boolean;
  },
): Promise<MeasuredServer> {
  const file = path.join(folder, `lag of ${path.basename(program)}`);
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      ...env,
      NODE_OPTIONS: `--import=${probe}`,
      PATCHBAY_LAG_OF: program,
      PATCHBAY_LAG_FILE: file,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      if (ready(chunk.toString())) resolve();
    });
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with code ${code}.`)));
  });
  const pid = Number(readFileSync(`${file}.pid`, "utf8"));
  return {
    child,
    async lagP99(durationMs) {
      process.kill(pid, "SIGUSR2");
      await sleep(durationMs);
      process.kill(pid, "SIGUSR2");
      while (!existsSync(file)) await sleep(10);
      const samples = (JSON.parse(readFileSync(file, "utf8")) as number[]).sort((a, b) => a - b);
      rmSync(file);
      return samples[Math.floor(samples.length * 0.99)]!;
    },
    async close() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    },
  };
}

/** Asks for the address so often, until it is ended; what takes long does not make the next ones late. Gives how many were answered. */
export function askSteadily(url: string, { everyMs }: { everyMs: number }): { end: () => number } {
  let answered = 0;
  const timer = setInterval(() => {
    void fetch(url).then(
      async (response) => {
        await response.arrayBuffer();
        if (response.ok) answered += 1;
      },
      () => {},
    );
  }, everyMs);
  return {
    end: () => {
      clearInterval(timer);
      return answered;
    },
  };
}

/** Asks so many times, by so many callers that each wait for their answer. */
export async function askAtOnce(
  url: string,
  { requests, atOnce }: { requests: number; atOnce: number },
): Promise<void> {
  let left = requests;
  const caller = async () => {
    while (left-- > 0) await fetch(url).then((response) => response.arrayBuffer());
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
}
