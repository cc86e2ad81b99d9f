import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2_000;
const ANSWER_WITHIN_MS = 5_000;

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
  /**
   * Asks the server something, again and again, one at a time: a connection that broke without a word is noticed by what
   * is not answered. Left out, it asks whether the channels are still listened to.
   */
  ask?: (client: pg.Client) => Promise<void>;
  askEveryMs?: number;
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
  const { channels, askEveryMs = 10_000, ask = (client) => requireChannels(client, channels.length) } = options;
  const closing = new AbortController();
  const first = Promise.withResolvers<void>();
  let isConnected = false;

  /** Ends, with the reason, when the connection does. */
  async function hold(): Promise<Error> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: options.name,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
    });
    const lost = Promise.withResolvers<Error>();
    client.on("error", lost.resolve);
    client.on("end", () => lost.resolve(new Error("The connection ended.")));
    client.on("notification", ({ channel, payload }) => options.onNotification(channel, payload ?? ""));
    const close = () => lost.resolve(new Error("It was closed."));
    closing.signal.addEventListener("abort", close, { once: true });
    try {
      await client.connect();
      for (const channel of channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      await options.onConnect?.(client);
      isConnected = true;
      first.resolve();
      void keepAsking(client, lost.promise).then(lost.resolve);
      return await lost.promise;
    } catch (error) {
      return error as Error;
    } finally {
      isConnected = false;
      closing.signal.removeEventListener("abort", close);
      lost.resolve(new Error("It was given up."));
      // Not awaited beyond a moment: a peer that is gone never answers the goodbye.
      await Promise.race([client.end().catch(() => {}), sleep(500)]);
    }
  }

  /** Gives the reason when the server does not answer, or answers that it no longer listens. */
  async function keepAsking(client: pg.Client, lost: Promise<Error>): Promise<Error> {
    for (;;) {
      const ended = await Promise.race([lost, sleep(askEveryMs, undefined, { ref: false })]);
      if (ended) return ended;
      const failed = await Promise.race([
        ask(client).then(
          () => null,
          (error: Error) => error,
        ),
        sleep(ANSWER_WITHIN_MS, new Error("The connection does not answer."), { ref: false }),
      ]);
      if (failed) return failed;
    }
  }

  async function keep(): Promise<void> {
    let waitMs = FIRST_RETRY_MS;
    while (!closing.signal.aborted) {
      const startedAt = Date.now();
      const error = await hold();
      if (closing.signal.aborted) return;
      options.onLost?.(error);
      // A connection that held for a while was sound: begin again with the short wait.
      if (Date.now() - startedAt > LONGEST_RETRY_MS) waitMs = FIRST_RETRY_MS;
      await sleep(waitMs * (0.5 + Math.random() / 2), undefined, { signal: closing.signal }).catch(() => {});
      waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS);
    }
  }

  const kept = keep();
  return {
    ready: first.promise,
    isConnected: () => isConnected,
    close: async () => {
      closing.abort();
      await kept;
    },
  };
}

/** A pooler in transaction mode drops LISTEN silently. */
async function requireChannels(client: pg.Client, count: number): Promise<void> {
  const { rows } = await client.query("select from pg_listening_channels()");
  if (rows.length < count)
    throw new Error("The connection no longer listens. Give a direct address of Postgres, not a pooler's.");
}
