import { totalmem } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { cpuBudget } from "./cpu-budget.ts";
import { openEngine } from "./engine.ts";
import type { Engine } from "./engine.ts";
import type { EnginePool } from "./engine-pool-types.ts";

const RESTART_DELAYS_MS = [0, 200, 1_000, 5_000];
/** An engine that lived this long was well: the next one that ends is replaced at once. */
const HEALTHY_AFTER_MS = 30_000;
const START_ATTEMPTS = 3;

/**
 * Keeps engines running and hands each run to the one with the fewest. An engine that ends is replaced, with a wait
 * that grows while they end young, so that a broken installation does not spin.
 */
export function openEnginePool({
  artifacts,
  engines: size = 1,
  threads = cpuBudget(),
  memoryLimitBytes = Math.floor(totalmem() * 0.6),
  cancelGraceMs = 2_000,
  devices = ["cpu"],
  onLog = console.error,
}: {
  artifacts: ArtifactStore;
  engines?: number;
  /** Of all engines together. */
  threads?: number;
  /** Of each engine. */
  memoryLimitBytes?: number;
  cancelGraceMs?: number;
  /** Proved execution providers, the preferred one first. */
  devices?: readonly string[];
  onLog?: (line: string) => void;
}): EnginePool {
  const slots: { engine: Engine }[] = [];
  const threadsEach = Math.max(1, Math.floor(threads / size));
  let isClosing = false;

  function start(): Engine {
    return openEngine({ artifacts, threads: threadsEach, devices, memoryLimitBytes, cancelGraceMs, onLog });
  }

  async function keepAlive(slot: { engine: Engine }) {
    for (let young = 0; !isClosing;) {
      const startedAt = performance.now();
      const how = await slot.engine.gone;
      if (isClosing) return;
      young = performance.now() - startedAt > HEALTHY_AFTER_MS ? 0 : young + 1;
      onLog(`An engine ended (${how}); starting another.`);
      await delay(RESTART_DELAYS_MS[Math.min(young - 1, RESTART_DELAYS_MS.length - 1)] ?? 0);
      if (!isClosing) slot.engine = start();
    }
  }

  for (let index = 0; index < size; index++) {
    const slot = { engine: start() };
    slots.push(slot);
    void keepAlive(slot);
  }

  async function readyEngine(): Promise<Engine | null> {
    for (let attempt = 0; attempt < START_ATTEMPTS && !isClosing; attempt++) {
      const { engine } = slots.reduce((least, slot) =>
        slot.engine.activeRuns() < least.engine.activeRuns() ? slot : least,
      );
      const isReady = await engine.ready.then(
        () => true,
        () => false,
      );
      // It may have ended between getting ready and now.
      if (isReady && slots.some((slot) => slot.engine === engine)) return engine;
      await delay(RESTART_DELAYS_MS[attempt + 1] ?? 1_000);
    }
    return null;
  }

  return {
    engines: () => slots.map(({ engine }) => ({ pid: engine.pid, activeRuns: engine.activeRuns() })),
    run: async (request, handlers) => {
      const engine = await readyEngine();
      if (!engine)
        return {
          kind: "engine-lost",
          message: "No engine could be started; the worker's log says why.",
          isBystander: true,
        };
      if (handlers.signal.aborted) return { kind: "finished", outcome: "cancelled" };
      return await engine.run(request, handlers);
    },
    close: async () => {
      isClosing = true;
      await Promise.all(slots.map(({ engine }) => engine.close()));
    },
  };
}
