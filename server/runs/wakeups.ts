import "#server-only";
import { channels } from "../queue/channels.ts";
import { openListener } from "../queue/open-listener.ts";

/**
 * The bell of this process: one LISTEN connection for all streams. It only says that something may be new;
 * who is woken reads the tables.
 */
export type Wakeups = {
  /**
   * Resolves when the run, or any run of the workspace, whichever the id is of, may have something new, or with the id
   * "deployments" what is published; after `timeoutMs`; or when `signal` aborts. Never rejects.
   */
  next: (id: string, timeoutMs: number, signal: AbortSignal) => Promise<void>;
  close: () => Promise<void>;
};

export function openWakeups(databaseUrl: string): Wakeups {
  const sleepers = new Map<string, Set<() => void>>();
  const wake = (key: string) => sleepers.get(key)?.forEach((resolve) => resolve());
  const listener = openListener(databaseUrl, {
    name: "patchbay-listener",
    channels: [channels.runs, channels.deployments],
    onNotification: (_channel, payload) => payload.split(" ").forEach(wake),
    // What was rung while the connection was away is gone: everyone looks once.
    onConnect: () => [...sleepers.keys()].forEach(wake),
  });

  function sleep(key: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        const others = sleepers.get(key);
        others?.delete(done);
        if (others?.size === 0) sleepers.delete(key);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      signal.addEventListener("abort", done, { once: true });
      sleepers.set(key, (sleepers.get(key) ?? new Set()).add(done));
    });
  }

  return {
    next: sleep,
    close: async () => {
      await listener.close();
      [...sleepers.keys()].forEach(wake);
    },
  };
}
