import "#server-only";
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import type pg from "pg";
import type { WorkerAccelerator } from "../db/schema/workers.ts";
import { channels } from "../queue/channels.ts";
import { openListener } from "../queue/open-listener.ts";

/**
 * After a server restart all sessions are gone at once, and the others are about to come back: nobody is declared dead
 * until they have had time for it.
 */
const RETURN_GRACE_MS = 4_000;
/** For people who look at the list of workers; who is dead is told by the locks. */
const SEEN_EVERY_MS = 15_000;

export type WorkerIdentity = {
  id: string;
  slots: number;
  accelerators: readonly WorkerAccelerator[];
};

export type WorkerSessionOptions = {
  databaseUrl: string;
  /** Read anew at each connect. */
  identity: () => WorkerIdentity;
  tickMs: number;
  onWork: (queue: string) => void;
  onCancel: (runId: string) => void;
  /** A worker whose lock was free at two ticks in a row. */
  onSilentWorker: (workerId: string) => void;
  /** The session is back after it was lost. */
  onReturn: () => void;
  onLog: (message: string) => void;
};

export type WorkerSession = {
  ready: Promise<void>;
  isConnected: () => boolean;
  /** Writes the worker's row anew. While the session is away it does nothing, since its return does it. */
  announce: () => Promise<void>;
  close: () => Promise<void>;
};

/**
 * The connection by which a worker is known to be alive: it holds the worker's advisory lock, which Postgres lets go of
 * the moment the process or the connection dies. The same connection listens, and tries the others' locks at every tick.
 */
export function openWorkerSession(options: WorkerSessionOptions): WorkerSession {
  const { id } = options.identity();
  let held: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let connects = 0;

  const listener = openListener(options.databaseUrl, {
    name: "patchbay-worker-session",
    channels: [channels.queue, channels.cancel],
    pingEveryMs: 5_000,
    onNotification: (channel, payload) =>
      channel === channels.cancel ? options.onCancel(payload) : options.onWork(payload),
    onLost(error) {
      held = undefined;
      clearInterval(timer);
      options.onLog(`The worker's database session was lost and is opened again: ${error.message}`);
    },
    async onConnect(client) {
      clearInterval(timer);
      await register(client, options.identity());
      held = client;
      connects += 1;
      const isReturn = connects > 1;
      timer = startTicks(client, { ...options, id, quietUntil: isReturn ? Date.now() + RETURN_GRACE_MS : 0 });
      if (isReturn) options.onReturn();
    },
  });

  return {
    ready: listener.ready,
    isConnected: listener.isConnected,
    announce: async () => {
      if (held) await announce(held, options.identity()).catch(() => {});
    },
    close: async () => {
      clearInterval(timer);
      await listener.close();
    },
  };
}

/** 64 bits of a hash: two workers never share a lock. */
export function lockKeyOf(workerId: string): string {
  return BigInt.asIntN(64, createHash("sha256").update(workerId).digest().readBigInt64BE()).toString();
}

async function register(client: pg.Client, identity: WorkerIdentity) {
  // A former session of ours may linger until Postgres notices that it is gone; somebody trying the lock holds it for a moment.
  await client.query("set lock_timeout = '5s'");
  await client.query("select pg_advisory_lock($1)", [lockKeyOf(identity.id)]);
  await announce(client, identity);
}

async function announce(client: pg.Client, { id, slots, accelerators }: WorkerIdentity) {
  const labels = accelerators.filter(({ available }) => available).map(({ device }) => device);
  await client.query(
    `insert into workers (id, lock_key, name, slots, labels, accelerators) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set labels = excluded.labels, accelerators = excluded.accelerators, seen_at = now()`,
    [
      id,
      lockKeyOf(id),
      `${hostname()}, process ${process.pid}`,
      slots,
      JSON.stringify(labels),
      JSON.stringify(accelerators),
    ],
  );
}

function startTicks(
  client: pg.Client,
  { id, tickMs, quietUntil, onSilentWorker, onCancel }: WorkerSessionOptions & { id: string; quietUntil: number },
): NodeJS.Timeout {
  let suspects = new Set<string>();
  let isAsking = false;
  let seenAt = Date.now();

  async function tick() {
    const { rows } = await client.query<{ silent: string[]; cancelled: string[] }>({
      name: "worker-tick",
      text: tickStatement,
      values: [id],
    });
    const { silent, cancelled } = rows[0]!;
    if (Date.now() - seenAt > SEEN_EVERY_MS) {
      seenAt = Date.now();
      await client.query("update workers set seen_at = now() where id = $1", [id]);
    }
    // The net under the notification.
    for (const runId of cancelled) onCancel(runId);
    if (Date.now() < quietUntil) return;
    for (const workerId of silent) if (suspects.has(workerId)) onSilentWorker(workerId);
    suspects = new Set(silent);
  }

  return setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    // A session that fails is noticed and replaced by the listener.
    tick()
      .catch(() => {})
      .finally(() => (isAsking = false));
  }, tickMs);
}

const tickStatement = `
select
  array(select id from workers where id <> $1 and pg_try_advisory_xact_lock(lock_key)) as silent,
  array(select id::text from runs where owner = $1 and cancel_requested_at is not null) as cancelled`;
