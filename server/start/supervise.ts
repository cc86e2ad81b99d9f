import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

export type Supervised = {
  /** Asks the process to end and kills it when it has not within the grace. Resolves once it is gone. */
  stop: () => Promise<void>;
  pid: () => number | undefined;
};

const GRACE_MS = 8_000;
const RESTART_DELAYS_MS = [200, 1_000, 3_000, 10_000];
/** A process that lived this long was well: its next failure starts again at the first delay. */
const HEALTHY_AFTER_MS = 30_000;

/**
 * Keeps a process running: starts it again when it ends by itself, waiting longer each time.
 * Its output goes to ours; the environment says that somebody watches, so it ends when we are gone.
 */
export function supervise(
  name: string,
  {
    args,
    env,
    isQuiet = false,
    onLog,
  }: {
    args: string[];
    env: Record<string, string | undefined>;
    /** Its ordinary output is left out; what it has to complain of is shown. */
    isQuiet?: boolean;
    onLog: (line: string) => void;
  },
): Supervised {
  let child: ChildProcess;
  let isStopping = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  const start = () => {
    const startedAt = performance.now();
    child = spawn(process.execPath, args, {
      env: { ...process.env, ...env, PATCHBAY_SUPERVISED: String(process.pid) },
      stdio: ["ignore", isQuiet ? "ignore" : "inherit", "inherit"],
      // A group of its own: Ctrl-C reaches only us, and we end the processes in order.
      detached: process.platform !== "win32",
    });
    child.on("exit", (code, signal) => {
      if (isStopping) return;
      if (performance.now() - startedAt > HEALTHY_AFTER_MS) failures = 0;
      const delayMs = RESTART_DELAYS_MS[Math.min(failures++, RESTART_DELAYS_MS.length - 1)]!;
      onLog(`${name} ended (${signal ?? `code ${code}`}); starting it again in ${delayMs / 1000} s.`);
      timer = setTimeout(start, delayMs);
    });
  };
  start();

  return {
    pid: () => child.pid,
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const kill = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
      await gone;
      clearTimeout(kill);
    },
  };
}
