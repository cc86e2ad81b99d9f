import { totalmem } from "node:os";
import type { NodeFailure } from "../../graph/run-events.ts";
import { createTurns } from "../executor/create-turns.ts";
import { createCacheMemory } from "../cache/cache-memory.ts";
import type { EngineRunRequest } from "./engine-pool-types.ts";
import { createWarmer } from "./create-warmer.ts";
import { createEventBatcher } from "./event-batcher.ts";
import type { EventBatcher } from "./event-batcher.ts";
import { executeRun } from "./execute-run.ts";
import { createPlanner } from "./plan-run.ts";
import { openServices } from "./open-services.ts";
import type { EngineServices } from "./open-services.ts";
import { watchParent } from "./watch-parent.ts";
import { openWorkerLink } from "./worker-link.ts";

/** The process that computes. It ends with its worker, and may die at any time: all that must last is with the worker. */

const BEAT_EVERY_MS = 500;
/** Of the memory, for models that nobody has asked for yet. */
const WARM_SHARE = 0.1;
/** The worker has the other end of it. */
const LINK_FD = 3;

let devices: readonly string[] = ["cpu"];
const turns = createTurns();
const aborts = new Map<number, AbortController>();

const link = openWorkerLink(LINK_FD, (message) => {
  if (message.type === "devices") devices = message.devices;
  else if (message.type === "warm") void warm(message.models);
  else if (message.type === "cancel") aborts.get(message.run)?.abort();
  else void run(message.run, message.request);
});
watchParent();

const memoryLimitBytes = Number(process.env.PATCHBAY_ENGINE_MEMORY_BYTES) || undefined;
const services = await openServices(link, {
  threads: Number(process.env.PATCHBAY_ENGINE_THREADS) || 1,
  devices: () => devices,
  memoryLimitBytes,
  scratchDir: process.env.TMPDIR ?? process.cwd(),
});
const warm = createWarmer({
  models: services.models,
  locate: link.locate,
  isIdle: () => aborts.size === 0,
  budgetBytes: (memoryLimitBytes ?? totalmem()) * WARM_SHARE,
});
const memory = createCacheMemory();
const plan = createPlanner();
link.send({ type: "ready" });
setInterval(() => link.send({ type: "beat", residentBytes: process.memoryUsage.rss() }), BEAT_EVERY_MS);

async function run(number: number, request: EngineRunRequest) {
  const abort = new AbortController();
  const events = createEventBatcher((batch) => link.send({ type: "events", run: number, events: batch }), link.push);
  aborts.set(number, abort);
  const result = await executeRun(request, {
    services: announcing(events),
    plan,
    emit: events.add,
    flush: async () => {
      events.send();
      await link.flush(number);
    },
    sendHttp: link.httpOf(number),
    cache: { memory, store: link.cacheOf(number) },
    devices,
    engine: process.pid,
    signal: abort.signal,
    nextTurn: turns.of({ isUrgent: request.isUrgent === true }),
    log: (message) => link.send({ type: "log", message: `Run ${request.runId}: ${message}` }),
  }).catch((error: unknown) => {
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    link.send({ type: "log", message: `Run ${request.runId}: ${cause}` });
    const failure: NodeFailure = { kind: "crashed", message: "The engine failed while it executed the run." };
    return { outcome: "failed" as const, failure };
  });
  events.send();
  aborts.delete(number);
  if (result.outcome === "waiting") link.send({ type: "waiting", run: number, failedSteps: result.failedSteps });
  else link.send({ type: "finished", run: number, ...result });
}

/** A model blocks this thread while it loads and while it computes, so what has happened so far goes out first. */
function announcing(events: EventBatcher): EngineServices {
  const sayNow = () => {
    events.send();
    link.push();
  };
  const open: EngineServices["models"]["open"] = async (...args) => {
    sayNow();
    const model = await services.models.open(...args);
    return {
      ...model,
      run: (feeds, call) => {
        sayNow();
        return model.run(feeds, call);
      },
    };
  };
  return { ...services, models: { ...services.models, open } };
}
