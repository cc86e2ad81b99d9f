import "#server-only";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { Database } from "../db/client.ts";
import { removeUnheld, UNHELD_GRACE_MS } from "../runs/remove-orphaned-artifacts.ts";
import type { CacheStore } from "./cache-store.ts";
import { dropCached } from "./drop-cached.ts";
import { findCached } from "./find-cached.ts";
import { keepCached } from "./keep-cached.ts";
import { createPrintKeeper } from "./print-keeper.ts";
import type { StepPrint } from "./step-print.ts";

export type CachedRun = { workspaceId: string; workflowId: string; nodeIds: readonly string[] };

/** What a worker's runs find and keep, each in its own workspace. */
export type WorkspaceCaches = {
  prints: (run: CachedRun) => Promise<Record<string, StepPrint>>;
  storeFor: (run: CachedRun) => CacheStore;
  /** Resolves when all that was handed over is kept. */
  close: () => Promise<void>;
};

type Parts = {
  database: Database;
  artifacts: ArtifactStore;
  /** For each workspace. */
  budgetBytes: number;
  onLog: (message: string) => void;
};

export function openWorkspaceCaches(parts: Parts): WorkspaceCaches {
  const { database, artifacts, budgetBytes, onLog } = parts;
  const keeper = createPrintKeeper(database, onLog);
  /** The last change of each workspace: what comes after sees it. */
  const changes = new Map<string, Promise<void>>();

  function change(workspaceId: string, work: () => Promise<void>): Promise<void> {
    const before = changes.get(workspaceId) ?? Promise.resolve();
    const after = before
      .then(work)
      .catch((error: Error) => onLog(`Results of steps could not be kept, so they are made again: ${error.message}`))
      .finally(() => {
        if (changes.get(workspaceId) === after) changes.delete(workspaceId);
      });
    changes.set(workspaceId, after);
    return after;
  }

  return {
    prints: (run) => keeper.read(run),
    storeFor: (run) => ({
      find: async (wanted) => {
        const { workspaceId } = run;
        await changes.get(workspaceId);
        return findCached({ database, artifacts }, { workspaceId, ...wanted });
      },
      save: ({ prints, ...batch }) => {
        const { workspaceId, nodeIds } = run;
        if (Object.keys(prints).length > 0) keeper.add(run, prints, nodeIds);
        if (batch.entries.length + batch.links.length + batch.used.length === 0) return;
        void change(workspaceId, async () => {
          const freed = await keepCached(database, { workspaceId, budgetBytes, ...batch });
          await removeUnheld({ database, artifacts, hashes: freed, graceMs: UNHELD_GRACE_MS });
        });
      },
      drop: (key) => {
        const { workspaceId } = run;
        return change(workspaceId, () => dropCached(database, { workspaceId, key }));
      },
    }),
    close: async () => {
      await Promise.all([keeper.flush(), ...changes.values()]);
    },
  };
}
