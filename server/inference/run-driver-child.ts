import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
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
 * that one with it.
 */
export function runDriverChild(
  script: string,
  { args, timeLimitMs }: { args: readonly string[]; timeLimitMs: number },
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
        HOME: tmpdir(),
        TMPDIR: tmpdir(),
      },
    };
    execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
      if (!error) return resolve({ stdout, stderr });
      const failure = error.killed
        ? `It did not answer within ${timeLimitMs / 1_000} s.`
        : `The process that tried it ended: ${error.signal ?? `code ${error.code}`}.`;
      resolve({ stdout, stderr, failure });
    });
  });
}
