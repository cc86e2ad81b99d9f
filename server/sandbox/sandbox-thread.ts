import { Worker } from "node:worker_threads";
import { type SandboxReply, type SandboxRequest, THREAD_IS_READY } from "#nodes/sandbox-protocol";

/** From here on the thread's computing is watched: most expressions are over long before. */
const FIRST_LOOK_MS = 100;
/** A thread that gets less than this share of a core is ended, whatever it computed. */
const SLOWEST_SHARE = 0.05;

export type SandboxThread = {
  /** One at a time. A request without reply after `limitMs` of computing ends the thread. */
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
  let death: SandboxReply | null = null;
  let answer: ((reply: SandboxReply) => void) | null = null;
  // Starting takes a while on a busy machine, and no expression is to blame for that.
  const ready = Promise.withResolvers<void>();

  const die = (reply: SandboxReply) => {
    death ??= reply;
    ready.resolve();
    answer?.(death);
    void worker.terminate();
  };
  worker.on("message", (message: SandboxReply | typeof THREAD_IS_READY) => {
    if (message === THREAD_IS_READY) ready.resolve();
    else answer?.(message);
  });
  worker.on("error", (error: Error & { code?: string }) => {
    die(
      error.code === "ERR_WORKER_OUT_OF_MEMORY" ? { kind: "memory-limit" } : { kind: "failed", message: error.message },
    );
  });
  worker.on("exit", () => die({ kind: "memory-limit" }));
  worker.unref();

  return {
    isAlive: () => death === null,
    async ask(request, limitMs) {
      // Someone waits now, so the process has to live as long as the answer takes.
      worker.ref();
      await ready.promise;
      if (death) return death;
      const stopWatching = watchComputing(worker, limitMs, () => die({ kind: "timeout" }));
      try {
        return await new Promise<SandboxReply>((resolve) => {
          answer = resolve;
          worker.postMessage(request);
        });
      } finally {
        stopWatching();
        answer = null;
        // One that is being ended stays until it is: else the process could be over before whoever waits for the end hears of it.
        if (!death) worker.unref();
      }
    },
    async end() {
      death ??= { kind: "timeout" };
      await worker.terminate();
    },
  };
}

/** Calls `onLate` once the thread has computed for longer than `limitMs`, or has hardly been given a core to do so. */
function watchComputing(worker: Worker, limitMs: number, onLate: () => void): () => void {
  const latest = performance.now() + limitMs / SLOWEST_SHARE;
  let isOver = false;
  let timer = setTimeout(() => void look(null), Math.min(FIRST_LOOK_MS, limitMs));

  async function look(limit: number | null) {
    const computed = await computedMs(worker);
    if (isOver || computed === null) return;
    const end = limit ?? computed + limitMs;
    if (computed >= end || performance.now() > latest) return onLate();
    timer = setTimeout(() => void look(end), Math.max(20, end - computed));
  }

  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** Also while it computes: the thread's clock is read from outside. Null for a thread that is gone. */
async function computedMs(worker: Worker): Promise<number | null> {
  const usage = await worker.cpuUsage().catch(() => null);
  return usage && (usage.user + usage.system) / 1_000;
}
