import { setTimeout as delay } from "node:timers/promises";
import type { Graph } from "../../graph/schema.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { availableMemory } from "./available-memory.ts";
import { cpuBudget } from "./cpu-budget.ts";
import { devicesIn } from "./devices-in.ts";
import { openEngine } from "./engine.ts";
import type { Engine, FindBatching } from "./engine.ts";
import type { EnginePool, EngineRunResult, WarmModel } from "./engine-pool-types.ts";
import { placeRun, planEngines } from "./plan-engines.ts";
import type { EnginePlan } from "./plan-engines.ts";

const RESTART_DELAYS_MS = [0, 200, 1_000, 5_000, 30_000];
/** An engine that lived this long was well: the next one that ends is replaced at once. */
const HEALTHY_AFTER_MS = 30_000;
/** A run waits so long for an engine to start; with none by then the installation is broken. */
const WAIT_FOR_ENGINE_MS = 60_000;

/** Of the machine's memory, for all engines together. */
const ENGINES_SHARE = 0.6;

export type EnginePoolOptions = {
  artifacts: ArtifactStore;
  /** So many alike, instead of one for each card and one for the processor. */
  engines?: number;
  /** Of all engines together. */
  threads?: number;
  /** Of each engine. */
  memoryLimitBytes?: number;
  cancelGraceMs?: number;
  silenceLimitMs?: number;
  /** Proved execution providers, the fastest first. */
  devices?: readonly string[];
  /** What is known of joining the calls of a model, by its hash; engines find out for themselves what is not. */
  findBatching?: FindBatching;
  onLog?: (line: string) => void;
  /** The program of the engines, for tests. */
  entry?: string;
};

/** `waiting` are runs that were given this slot and are on their way into its engine. */
type Slot = { plan: EnginePlan; engine: Engine; waiting: number };

/**
 * Keeps engines running, one for each card and one for the processor, and hands each run to the one that it is for. An engine that ends is replaced, with a wait
 * that grows while they end young, so that a broken installation does not spin.
 */
export function openEnginePool({
  engines: size,
  threads = cpuBudget(),
  devices = ["cpu"],
  memoryLimitBytes,
  cancelGraceMs = 2_000,
  silenceLimitMs = 300_000,
  onLog = console.error,
  ...options
}: EnginePoolOptions): EnginePool {
  const plans = size === undefined ? planEngines(devices, threads) : alike(size, { devices, threads });
  const memoryOfEachBytes = memoryLimitBytes ?? Math.floor((availableMemory() * ENGINES_SHARE) / plans.length);
  let isClosing = false;
  const slots = plans.map((plan): Slot => ({ plan, engine: start(plan), waiting: 0 }));
  for (const slot of slots) void keepAlive(slot);

  function start(plan: EnginePlan): Engine {
    return openEngine({
      ...options,
      ...plan,
      memoryLimitBytes: memoryOfEachBytes,
      cancelGraceMs,
      silenceLimitMs,
      onLog,
    });
  }

  async function keepAlive(slot: Slot) {
    for (let young = 0; !isClosing;) {
      const startedAt = performance.now();
      const how = await slot.engine.gone;
      if (isClosing) return;
      young = performance.now() - startedAt > HEALTHY_AFTER_MS ? 0 : young + 1;
      onLog(`An engine ended (${how}); another is started.`);
      await delay(RESTART_DELAYS_MS[Math.min(young, RESTART_DELAYS_MS.length) - 1] ?? 0);
      if (!isClosing) slot.engine = start(slot.plan);
    }
  }

  const load = ({ engine, waiting }: Slot) => (engine.isAlive() ? engine.activeRuns() + waiting : Infinity);

  /** Waits for the engine of the slot, or its replacement; null when there was none in time. */
  async function readyEngine(graph: Graph, signal: AbortSignal): Promise<Engine | null> {
    const wants = devicesIn(graph);
    const deadline = performance.now() + WAIT_FOR_ENGINE_MS;
    while (!isClosing && !signal.aborted && performance.now() < deadline) {
      const loads = slots.map((slot) => ({ devices: slot.plan.devices, runs: load(slot) }));
      const slot = slots[placeRun(loads, wants)]!;
      if (!slot.engine.isAlive()) {
        await delay(20);
        continue;
      }
      const { engine } = slot;
      slot.waiting++;
      const isReady = await engine.ready.then(
        () => true,
        () => false,
      );
      slot.waiting--;
      if (isReady && engine.isAlive()) return engine;
    }
    return null;
  }

  return {
    engines: () =>
      slots.flatMap(({ engine }) => (engine.isAlive() ? [{ pid: engine.pid, activeRuns: engine.activeRuns() }] : [])),
    run: async (request, handlers): Promise<EngineRunResult> => {
      const engine = await readyEngine(request.graph, handlers.signal);
      if (handlers.signal.aborted) return { kind: "finished", outcome: "cancelled" };
      if (engine) return await engine.run(request, handlers);
      const message = isClosing ? "The worker is ending." : "No engine could be started; the worker's log says why.";
      return { kind: "engine-lost", message, isBystander: true };
    },
    warm: (models) => {
      for (const { plan, engine } of slots) {
        const own = models.filter((model) => engineFor(plans, model).devices.join() === plan.devices.join());
        if (own.length > 0 && engine.isAlive()) engine.warm(own);
      }
    },
    close: async () => {
      isClosing = true;
      await Promise.all(slots.map(({ engine }) => engine.close()));
    },
  };
}

/** Of engines that have nothing to do. */
function engineFor(plans: readonly EnginePlan[], { device }: WarmModel): EnginePlan {
  const isAuto = device === "auto";
  const idle = plans.map(({ devices }) => ({ devices, runs: 0 }));
  return plans[placeRun(idle, { named: isAuto ? [] : [device], hasAuto: isAuto })]!;
}

function alike(size: number, { devices, threads }: EnginePlan): EnginePlan[] {
  return Array.from({ length: size }, () => ({ devices, threads: Math.max(1, Math.floor(threads / size)) }));
}
