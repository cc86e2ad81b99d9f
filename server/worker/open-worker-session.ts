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
  /** Has the worker's row written anew, soon. */
  announce: () => void;
  close: () => Promise<void>;
};

/**
 * The connection by which a worker is known to be alive: it holds the worker's advisory lock, which Postgres lets go of
 * the moment the process or the connection dies. The same connection listens, and tries the others' locks at every tick.
 */
export function openWorkerSession(options: WorkerSessionOptions): WorkerSession {
  const { id } = options.identity();
  let connects = 0;
  let quietUntil = 0;
  let suspects = new Set<string>();
  let announceAt = 0;

  async function tick(client: pg.Client) {
    if (Date.now() >= announceAt) {
      announceAt = Date.now() + SEEN_EVERY_MS;
      await announce(client, options.identity());
    }
    const { rows } = await client.query<{ silent: string[]; cancelled: string[]; is_due: boolean }>({
      name: "worker-tick",
      text: tickStatement,
      values: [id],
    });
    const { silent, cancelled, is_due: isDue } = rows[0]!;
    // Nobody rings when a time comes.
    if (isDue) options.onWork("runs");
    // The net under the notification.
    for (const runId of cancelled) options.onCancel(runId);
    if (Date.now() < quietUntil) return;
    for (const workerId of silent) if (suspects.has(workerId)) options.onSilentWorker(workerId);
    suspects = new Set(silent);
  }

  const listener = openListener(options.databaseUrl, {
    name: "patchbay-worker-session",
    channels: [channels.queue, channels.cancel],
    onNotification: (channel, payload) =>
      channel === channels.cancel ? options.onCancel(payload) : options.onWork(payload),
    onLost: ({ message }) => options.onLog(`The worker's database session was lost and is opened again: ${message}`),
    async onConnect(client) {
      // A former session of ours may linger until Postgres notices that it is gone; who tries a lock holds it for a moment.
      await client.query("set lock_timeout = '5s'");
      await client.query("select pg_advisory_lock($1)", [lockKeyOf(id)]);
      await announce(client, options.identity());
      suspects = new Set();
      connects += 1;
      if (connects === 1) return;
      quietUntil = Date.now() + RETURN_GRACE_MS;
      options.onReturn();
    },
    ask: tick,
    askEveryMs: options.tickMs,
  });

  return {
    ready: listener.ready,
    isConnected: listener.isConnected,
    announce: () => (announceAt = 0),
    close: listener.close,
  };
}

/** 64 bits of a hash: two workers never share a lock. */
export function lockKeyOf(workerId: string): string {
  return BigInt.asIntN(64, createHash("sha256").update(workerId).digest().readBigInt64BE()).toString();
}

/** What runs may need of a worker: the devices that it proved. */
export function labelsOf(accelerators: readonly WorkerAccelerator[]): string[] {
  return accelerators.filter(({ available }) => available).map(({ device }) => device);
}

async function announce(client: pg.Client, { id, slots, accelerators }: WorkerIdentity) {
  await client.query(
    `insert into workers (id, lock_key, name, slots, labels, accelerators) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set slots = excluded.slots, labels = excluded.labels, accelerators = excluded.accelerators, seen_at = now()`,
    [
      id,
      lockKeyOf(id),
      `${hostname()}, process ${process.pid}`,
      slots,
      JSON.stringify(labelsOf(accelerators)),
      JSON.stringify(accelerators),
    ],
  );
}

const tickStatement = `
select
  array(select id from workers where id <> $1 and pg_try_advisory_xact_lock(lock_key)) as silent,
  array(select id::text from runs where owner = $1 and cancel_requested_at is not null) as cancelled,
  exists(
    select from waits join runs on runs.id = waits.run_id
    where waits.answer is null and waits.due_at <= now() and runs.status = 'waiting'
  ) as is_due`;
