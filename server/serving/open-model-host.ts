import { largeBuffers } from "./buffer-pool.ts";
import type { QueueLimits } from "./admission.ts";
import { createJobQueue } from "./job-queue.ts";
import type { HostJob, JobQueue, QueuedJob } from "./job-queue.ts";
import { createLoadList } from "./load-list.ts";
import { bytesOf, cutTensors, headsOf } from "./model-host-messages.ts";
import type { FromModelHost, HostedContent } from "./model-host-messages.ts";
import { startModelHostProcess } from "./model-host-process.ts";
import type { ModelHostProcess } from "./model-host-process.ts";
import type { InferResult } from "./served-endpoint.ts";
import { createServiceTimes } from "./service-times.ts";
import { ServingError } from "./serving-error.ts";

/** With two there is always one at hand when the other is done. More are what batches are made of. */
const SENT_AT_LEAST = 2;
const SENT_AT_ONCE = 32;
const SENT_BYTES = 64_000_000;
const RESTART_AFTER_MS = 200;
const RESTART_AFTER_AT_MOST_MS = 10_000;
const LIVED_LONG_MS = 10_000;
const nothing = new Uint8Array(0);

/** A request, or what is done to load a model. */
type Watched = QueuedJob | string;

export type ModelHost = {
  /** Resolves when it can compute, warmed up. @throws ServingError 400 with what is against the model */
  load: (hosted: HostedContent) => Promise<void>;
  /** When what waits for it is done. */
  unload: (key: string) => void;
  /** @throws ServingError 400 from the model, 429 and 503 by `admit`, 499, 503 when the process dies, 504 after too long */
  infer: (job: HostJob) => Promise<InferResult>;
  /** Why a model cannot compute now; null where it can. */
  refusalOf: (key: string) => string | null;
  isReady: () => boolean;
  pending: JobQueue["pending"];
  queue: JobQueue["load"];
  pid: () => number | null;
  restarts: () => number;
  close: () => Promise<void>;
};

export type ModelHostOptions = {
  threads: number;
  limits: QueueLimits;
  /** Of one inference, from when the one before it is done. */
  inferTimeoutMs: number;
  loadTimeoutMs?: number;
  /** Requests that the process has at the same time. */
  sentAtOnce?: number;
  onLog: (line: string) => void;
};

/** The child that computes, kept alive: when it dies, what it had is answered with 503 and another one is started. */
export function openModelHost({
  threads,
  limits,
  inferTimeoutMs,
  sentAtOnce = SENT_AT_ONCE,
  loadTimeoutMs = 300_000,
  onLog,
}: ModelHostOptions): ModelHost {
  const times = createServiceTimes();
  const queue = createJobQueue({
    limits,
    times,
    onGivenUp: ({ number }) => child.send({ type: "cancel", id: number }, nothing),
  });
  const loads = createLoadList();
  const retiring = new Set<string>();
  let child: ModelHostProcess;
  let isClosing = false;
  let isUp = false;
  let restarts = 0;
  let restartAfterMs = RESTART_AFTER_MS;
  let restartTimer: NodeJS.Timeout | undefined;
  let watchTimer: NodeJS.Timeout | undefined;
  let watched: Watched | undefined;
  let isWarming = false;
  let freeSince = 0;
  start();

  function start() {
    const startedAt = Date.now();
    const started = startModelHostProcess({ threads, receive, onLog });
    child = started;
    isUp = true;
    for (const load of loads.restart()) child.send({ type: "load", ...load }, nothing);
    void started.gone.then((how) => {
      isUp = false;
      watch(undefined);
      for (const { content } of loads.died(how)) {
        onLog(`The model "${content.name}" is not served: the process that computes dies of loading it.`);
      }
      const message = "The process that computes has died and is started again. Send the request once more.";
      for (const job of queue.removeAll()) job.reject(new ServingError(503, message));
      for (const key of retiring) retire(key);
      if (isClosing) return loads.close();
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
    switch (message.type) {
      case "log":
        return onLog(message.message);
      case "loading":
        isWarming = false;
        loads.begin(message.key);
        break;
      case "warming":
        isWarming = true;
        break;
      case "loaded":
        loads.end(message.key, message.refusal);
        freeSince = performance.now();
        break;
      default:
        finish(message, bytes);
    }
    sendNext();
  }

  function finish(message: Extract<FromModelHost, { type: "result" | "failure" }>, bytes: Buffer) {
    const job = queue.sent.get(message.id);
    if (!job) throw new Error(`There is no request ${message.id}.`);
    const now = performance.now();
    if (message.type === "failure") job.reject(new ServingError(message.status, message.message));
    else {
      times.observe(job.id, job.rows, now - Math.max(job.sentAt, freeSince));
      // An answer that does not hold together throws here, which ends the process; the job is answered with that.
      const tensors = cutTensors(message.tensors, bytes);
      const { inputNs, inferNs, outputNs } = message.times;
      const queueNs = Number(process.hrtime.bigint() - job.enqueuedAt) - inputNs - inferNs - outputNs;
      job.resolve({ tensors, times: { ...message.times, queueNs }, release: () => largeBuffers.give(bytes) });
    }
    freeSince = now;
    queue.remove(job);
    if (retiring.has(job.key)) retire(job.key);
  }

  function sendNext() {
    while (isUp && hasRoom()) {
      const job = queue.take();
      if (!job) break;
      const { number, key, inputs, outputs } = job;
      child.send({ type: "infer", id: number, key, tensors: headsOf(inputs), outputs }, bytesOf(inputs));
    }
    const [head] = queue.sent.values();
    const loading = loads.current();
    watch(loading === undefined ? head : `${isWarming ? "warming" : "loading"} ${loading}`);
  }

  function hasRoom(): boolean {
    const { size } = queue.sent;
    return size < SENT_AT_LEAST || (size < sentAtOnce && queue.sentBytes() < SENT_BYTES);
  }

  /** A model that never ends holds its whole process, so the process is what ends. To warm one up may take what a request may. */
  function watch(what: Watched | undefined) {
    if (what === watched) return;
    clearTimeout(watchTimer);
    watched = what;
    if (what === undefined) return;
    const onTimeout = () => {
      if (typeof what !== "string") {
        const took = `took longer than the ${inferTimeoutMs / 1_000} s allowed here`;
        what.reject(new ServingError(504, `The model ${JSON.stringify(what.id.split("/")[0])} ${took}.`));
      }
      child.kill();
    };
    watchTimer = setTimeout(onTimeout, typeof what === "string" && !isWarming ? loadTimeoutMs : inferTimeoutMs);
  }

  function retire(key: string) {
    if (queue.pending((job) => job.key === key) > 0) return void retiring.add(key);
    retiring.delete(key);
    loads.remove(key);
    if (isUp) child.send({ type: "unload", key }, nothing);
  }

  return {
    load: async (hosted) => {
      retiring.delete(hosted.key);
      const loaded = loads.add(hosted);
      if (isUp) child.send({ type: "load", hosted, isWarmed: true }, nothing);
      await loaded;
    },
    unload: retire,
    infer: async (job) => {
      const refusal = loads.refusalOf(job.key);
      if (!isUp || refusal !== null) throw new ServingError(503, refusal ?? "The models are not loaded yet.");
      return await queue.add(job, sendNext);
    },
    refusalOf: loads.refusalOf,
    isReady: () => isUp && loads.isComplete(),
    pending: queue.pending,
    queue: queue.load,
    pid: () => (isUp ? child.pid : null),
    restarts: () => restarts,
    close: async () => {
      isClosing = true;
      clearTimeout(restartTimer);
      child.kill();
      await child.gone;
    },
  };
}
