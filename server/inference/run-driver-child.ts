import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { lowerPriority } from "../engine/lower-priority.ts";
import { watchMemory } from "../engine/memory-watch.ts";
import { driverEnvironment } from "./driver-environment.ts";

export type ChildOutput = {
  stdout: string;
  stderr: string;
  /** How it ended where it did not end well: a sentence. */
  failure?: string;
};

/** What the runtime logs of a large model takes some megabytes. */
const MAX_OUTPUT_BYTES = 64_000_000;

/**
 * Runs a program of ours that reaches for a driver in a process of its own: a driver that crashes or hangs takes only
 * that one with it. The program calls `watchParent`.
 */
export function runDriverChild(
  script: string,
  {
    args,
    timeLimitMs,
    memoryLimitBytes = Infinity,
  }: { args: readonly string[]; timeLimitMs: number; memoryLimitBytes?: number },
): Promise<ChildOutput> {
  return new Promise((resolve) => {
    const options = {
      timeout: timeLimitMs,
      killSignal: "SIGKILL" as const,
      maxBuffer: MAX_OUTPUT_BYTES,
      cwd: tmpdir(),
      env: {
        ...driverEnvironment(),
        NODE_ENV: "production" as const,
        ORT_DISABLE_TELEMETRY: "1",
        PATCHBAY_PARENT_PID: String(process.pid),
        HOME: tmpdir(),
        TMPDIR: tmpdir(),
      },
    };
    let isTooLarge = false;
    const child = execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
      if (memory) memory.stop();
      if (!error) return resolve({ stdout, stderr });
      if (isTooLarge)
        return resolve({ stdout, stderr, failure: `It needs more than ${megabytes(memoryLimitBytes)} MB.` });
      const failure = error.killed
        ? `It did not answer within ${timeLimitMs / 1_000} s.`
        : `The process that tried it ended: ${error.signal ?? `code ${error.code}`}.`;
      resolve({ stdout, stderr, failure });
    });
    lowerPriority(child.pid);
    const onExceeded = () => {
      isTooLarge = true;
      child.kill("SIGKILL");
    };
    const memory = child.pid && watchMemory(child.pid, { limitBytes: memoryLimitBytes, onExceeded });
  });
}

const megabytes = (bytes: number) => Math.round(bytes / 1_000_000).toLocaleString("en");
