import { Worker } from "node:worker_threads";
import type { SandboxReply, SandboxRequest } from "#nodes/sandbox-protocol";

export type SandboxThread = {
  /** One at a time. A request without reply within `limitMs` ends the thread. */
  ask: (request: SandboxRequest, limitMs: number) => Promise<SandboxReply>;
  isAlive: () => boolean;
  end: () => Promise<void>;
};

/** A thread that evaluates expressions. Idle, it does not keep the process alive. */
export function startThread(): SandboxThread {
  const worker = new Worker(new URL("./sandbox-worker.ts", import.meta.url), {
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  let isAlive = true;
  let answer: ((reply: SandboxReply) => void) | null = null;
  // Starting takes a while on a busy machine, and no expression is to blame for that.
  const ready = new Promise<void>((resolve) => {
    worker.once("online", resolve);
    worker.once("exit", () => resolve());
  });

  const die = (reply: SandboxReply) => {
    isAlive = false;
    answer?.(reply);
    void worker.terminate();
  };
  worker.on("message", (reply: SandboxReply) => answer?.(reply));
  worker.on("error", (error: Error & { code?: string }) => {
    die(
      error.code === "ERR_WORKER_OUT_OF_MEMORY" ? { kind: "memory-limit" } : { kind: "failed", message: error.message },
    );
  });
  worker.on("exit", () => die({ kind: "memory-limit" }));
  worker.unref();

  return {
    isAlive: () => isAlive,
    async ask(request, limitMs) {
      // Someone waits now, so the process has to live as long as the answer takes.
      worker.ref();
      await ready;
      const timer = setTimeout(() => die({ kind: "timeout" }), limitMs);
      try {
        return await new Promise<SandboxReply>((resolve) => {
          answer = resolve;
          worker.postMessage(request);
        });
      } finally {
        clearTimeout(timer);
        answer = null;
        // One that is being ended stays until it is: else the process could be over before whoever waits for the end hears of it.
        if (isAlive) worker.unref();
      }
    },
    async end() {
      isAlive = false;
      await worker.terminate();
    },
  };
}
