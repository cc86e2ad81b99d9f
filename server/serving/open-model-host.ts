import type { ComputeTimes, FromModelHost } from "./model-host-messages.ts";
import { cutTensors, headsOf } from "./model-host-messages.ts";
import { startModelHostProcess } from "./model-host-process.ts";
import type { ModelHostProcess } from "./model-host-process.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import { ServingError } from "./serving-error.ts";
import type { WireTensor } from "./wire-tensor.ts";

/** With two there is always one at hand when the other is done; the rest waits here, where it can still be taken back. */
const SENT_AT_ONCE = 2;
const RESTART_AFTER_MS = 200;
const RESTART_AFTER_AT_MOST_MS = 10_000;
const LIVED_LONG_MS = 10_000;

export type InferJob = { model: string; inputs: readonly WireTensor[]; outputs: string[]; signal: AbortSignal };
export type InferResult = { tensors: WireTensor[]; times: ComputeTimes & { queueNs: number } };

export type ModelHost = {
  /** @throws ServingError 400 from the model, 429 when too many wait, 499, 503 when the process dies, 504 after too long */
  infer: (job: InferJob) => Promise<InferResult>;
  /** Resolves when the models were loaded for the first time; rejects when the process dies before that. */
  ready: Promise<void>;
  isReady: () => boolean;
  /** Why a model is not served; undefined where it is. */
  refusalOf: (model: string) => string | undefined;
  pending: (model: string) => number;
  pid: () => number | null;
  restarts: () => number;
  close: () => Promise<void>;
};

export type ModelHostOptions = {
  models: readonly ServedEndpoint[];
  threads: number;
  maxWaiting: number;
  /** Of one inference, from when the one before it is done. */
  inferTimeoutMs: number;
  onLog: (line: string) => void;
};

type Job = InferJob & {
  id: number;
  enqueuedAt: bigint;
  resolve: (result: InferResult) => void;
  reject: (error: ServingError) => void;
};

/** The child that computes, kept alive: when it dies, what it had is answered with 503 and another one is started. */
export function openModelHost({ models, threads, maxWaiting, inferTimeoutMs, onLog }: ModelHostOptions): ModelHost {
  const waiting = new Map<number, Job>();
  const sent = new Map<number, Job>();
  const first = Promise.withResolvers<void>();
  first.promise.catch(() => {}); // who waits hears it; nobody may wait
  let refused: Record<string, string> = {};
  let child: ModelHostProcess;
  let isReady = false;
  let isClosing = false;
  let lastId = 0;
  let restarts = 0;
  let restartAfterMs = RESTART_AFTER_MS;
  let restartTimer: NodeJS.Timeout | undefined;
  let headTimer: NodeJS.Timeout | undefined;
  let watched: Job | undefined;
  start();

  function start() {
    const startedAt = Date.now();
    const started = startModelHostProcess({ threads, receive, onLog });
    child = started;
    child.send({ type: "models", models }, new Uint8Array(0));
    void started.gone.then((how) => {
      isReady = false;
      first.reject(new Error(`The process that computes ended before it was ready (${how}).`));
      const message = "The process that computes has died and is started again. Send the request once more.";
      for (const job of [...sent.values(), ...waiting.values()]) settle(job).reject(new ServingError(503, message));
      if (isClosing) return;
      restartAfterMs =
        Date.now() - startedAt > LIVED_LONG_MS
          ? RESTART_AFTER_MS
          : Math.min(restartAfterMs * 2, RESTART_AFTER_AT_MOST_MS);
      onLog(`The process that computes has died (${how}); another one is started.`);
      restarts++;
      restartTimer = setTimeout(start, restartAfterMs);
    });
  }

  function receive(message: FromModelHost, bytes: Buffer) {
    if (message.type === "log") return onLog(message.message);
    if (message.type === "ready") {
      ({ refused } = message);
      for (const [name, reason] of Object.entries(refused)) onLog(`The model "${name}" is not served: ${reason}`);
      isReady = true;
      first.resolve();
      return;
    }
    const job = sent.get(message.id);
    if (!job) return; // its time was over
    if (message.type === "failure") settle(job).reject(new ServingError(message.status, message.message));
    else {
      // An answer that does not hold together throws here, which ends the process; the job is answered with that.
      const tensors = cutTensors(message.tensors, bytes);
      const { inputNs, inferNs, outputNs } = message.times;
      const queueNs = Number(process.hrtime.bigint() - job.enqueuedAt) - inputNs - inferNs - outputNs;
      settle(job).resolve({ tensors, times: { ...message.times, queueNs } });
    }
    sendNext();
  }

  function settle(job: Job): Job {
    waiting.delete(job.id);
    sent.delete(job.id);
    watchHead();
    return job;
  }

  function sendNext() {
    for (const job of waiting.values()) {
      if (!isReady || sent.size >= SENT_AT_ONCE) break;
      waiting.delete(job.id);
      sent.set(job.id, job);
      const { id, model, inputs, outputs } = job;
      const bytes = inputs.length === 1 ? inputs[0]!.bytes : Buffer.concat(inputs.map((tensor) => tensor.bytes));
      child.send({ type: "infer", id, model, tensors: headsOf(inputs), outputs }, bytes);
    }
    watchHead();
  }

  /** A model that never ends holds its whole process, so the process is what ends. */
  function watchHead() {
    const [head] = sent.values();
    if (head === watched) return;
    clearTimeout(headTimer);
    watched = head;
    if (!head) return;
    headTimer = setTimeout(() => {
      const message = `The model "${head.model}" took longer than the ${inferTimeoutMs / 1_000} s allowed here.`;
      settle(head).reject(new ServingError(504, message));
      child.kill();
    }, inferTimeoutMs);
  }

  return {
    infer: async ({ signal, ...request }) => {
      if (!isReady) throw new ServingError(503, "The models are not loaded yet. Try again in a second.");
      if (waiting.size >= maxWaiting) {
        throw new ServingError(429, `${maxWaiting} requests wait already. Try again in a second.`);
      }
      const { promise, resolve, reject } = Promise.withResolvers<InferResult>();
      const job: Job = { ...request, signal, id: ++lastId, enqueuedAt: process.hrtime.bigint(), resolve, reject };
      const takeBack = () => {
        // What was sent is computed all the same; only its answer is not waited for.
        if (waiting.delete(job.id)) reject(new ServingError(499, "The client has gone."));
      };
      signal.addEventListener("abort", takeBack);
      waiting.set(job.id, job);
      sendNext();
      return await promise.finally(() => signal.removeEventListener("abort", takeBack));
    },
    ready: first.promise,
    isReady: () => isReady,
    refusalOf: (model) => (Object.hasOwn(refused, model) ? refused[model] : undefined),
    pending: (model) => [...waiting.values(), ...sent.values()].filter((job) => job.model === model).length,
    pid: () => (isReady ? child.pid : null),
    restarts: () => restarts,
    close: async () => {
      isClosing = true;
      clearTimeout(restartTimer);
      child.kill();
      await child.gone;
    },
  };
}
