import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2_000;

export type ListenerOptions = {
  /** Shown in pg_stat_activity. */
  name: string;
  channels: readonly string[];
  onNotification: (channel: string, payload: string) => void;
  /**
   * After each connect, with LISTEN already in force: what was missed can be read now, and locks of the session taken.
   * Where it throws, the connection is given up and tried anew.
   */
  onConnect?: (client: pg.Client) => Promise<void> | void;
  onLost?: (error: Error) => void;
  /** A connection that breaks without a word is noticed by a query that is not answered. */
  pingEveryMs?: number;
  pingTimeoutMs?: number;
};

export type Listener = {
  /** Resolves with the first connection. It keeps trying, so it does not reject. */
  ready: Promise<void>;
  isConnected: () => boolean;
  close: () => Promise<void>;
};

/**
 * One dedicated connection that listens, and comes back by itself after it was lost: pg does not reconnect, and its
 * subscriptions end with the connection.
 */
export function openListener(databaseUrl: string, options: ListenerOptions): Listener {
  const { pingEveryMs = 10_000, pingTimeoutMs = 5_000 } = options;
  const closing = new AbortController();
  const first = Promise.withResolvers<void>();
  let current: pg.Client | null = null;

  async function hold(): Promise<void> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: options.name,
      keepAlive: true,
      connectionTimeoutMillis: pingTimeoutMs,
    });
    const lost = new Promise<Error>((resolve) => {
      client.on("error", resolve);
      client.on("end", () => resolve(new Error("The connection ended.")));
      closing.signal.addEventListener("abort", () => resolve(new Error("Closed.")), { once: true });
    });
    client.on("notification", ({ channel, payload }) => options.onNotification(channel, payload ?? ""));
    try {
      await client.connect();
      for (const channel of options.channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      await options.onConnect?.(client);
      current = client;
      first.resolve();
      const silent = ping(client);
      const error = await Promise.race([lost, silent.failed]);
      silent.stop();
      throw error;
    } finally {
      current = null;
      // Not awaited beyond a moment: a peer that is gone never answers the goodbye.
      await Promise.race([client.end().catch(() => {}), sleep(500)]);
    }
  }

  function ping(client: pg.Client) {
    const failed = Promise.withResolvers<Error>();
    const timer = setInterval(() => {
      const timeout = setTimeout(() => failed.resolve(new Error("The connection does not answer.")), pingTimeoutMs);
      client
        .query<{ count: number }>("select count(*)::int as count from pg_listening_channels()")
        .then(({ rows: [row] }) => {
          // A pooler in transaction mode drops LISTEN silently.
          if (row!.count < options.channels.length) failed.resolve(new Error("The connection no longer listens."));
        }, failed.resolve)
        .finally(() => clearTimeout(timeout));
    }, pingEveryMs);
    return { failed: failed.promise, stop: () => clearInterval(timer) };
  }

  async function keep(): Promise<void> {
    let waitMs = FIRST_RETRY_MS;
    while (!closing.signal.aborted) {
      const startedAt = Date.now();
      await hold().catch((error: Error) => {
        if (!closing.signal.aborted) options.onLost?.(error);
      });
      // A connection that held for a while was sound: begin again with the short wait.
      if (Date.now() - startedAt > LONGEST_RETRY_MS) waitMs = FIRST_RETRY_MS;
      await sleep(waitMs * (0.5 + Math.random() / 2), undefined, { signal: closing.signal }).catch(() => {});
      waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS);
    }
  }

  const kept = keep();
  return {
    ready: first.promise,
    isConnected: () => current !== null,
    close: async () => {
      closing.abort();
      await kept;
    },
  };
}
