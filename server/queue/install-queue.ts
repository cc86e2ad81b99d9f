import "#server-only";
import pg from "pg";
import { PgBoss, type QueueOptions } from "pg-boss";
import type { Database } from "../db/client.ts";
import { TENANT_ROLE } from "../db/tenant.ts";

export const QUEUE_SCHEMA = "pgboss";
export const queueNames = ["runs", "tasks"] as const;
export type QueueName = (typeof queueNames)[number];

/** Keeps two processes that start together from installing at once. */
const INSTALL_LOCK = 727_002;

const DAY_S = 86_400;
const settings: Record<QueueName, QueueOptions> = {
  runs: {
    // The net under the workers' session locks: the least that pg-boss takes.
    heartbeatSeconds: 10,
    // A delivery lasts less than a day; a longer run is delivered again and goes on after its last finished step.
    expireInSeconds: DAY_S - 1,
    // Who may try again, and how often, is the run's own count of lost workers and engines.
    retryLimit: 10_000,
    retryDelay: 0,
    retentionSeconds: 365 * DAY_S,
    deleteAfterSeconds: 3_600,
  },
  tasks: { expireInSeconds: 3_600, retryLimit: 3, retryDelay: 60, deleteAfterSeconds: 7 * DAY_S },
};

/** Makes or updates the queue's tables in their own schema. Runs with the migrations, after them; again it changes nothing. */
export async function installQueue(database: Database): Promise<void> {
  const lock = await database.$client.connect();
  try {
    await lock.query("select pg_advisory_lock($1)", [INSTALL_LOCK]);
    const boss = new PgBoss({
      schema: QUEUE_SCHEMA,
      db: { executeSql: (text, values) => database.$client.query(text, values) },
      supervise: false,
      schedule: false,
    });
    boss.on("error", (error) => console.warn(`Installing the queue: ${error.message}`));
    await boss.start();
    for (const name of queueNames) {
      await boss.createQueue(name, settings[name]);
      await boss.updateQueue(name, settings[name]);
    }
    await boss.stop({ graceful: false });
    await grantToTenants(lock);
  } finally {
    await lock.query("select pg_advisory_unlock($1)", [INSTALL_LOCK]).catch(() => {});
    lock.release();
  }
}

/** A service enqueues in its own transaction, which acts as the tenant role. Jobs hold nothing but a run's id. */
async function grantToTenants(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query("select 1 from pg_roles where rolname = $1", [TENANT_ROLE]);
  if (rows.length === 0) return;
  const schema = pg.escapeIdentifier(QUEUE_SCHEMA);
  const role = pg.escapeIdentifier(TENANT_ROLE);
  await client.query(`
    grant usage on schema ${schema} to ${role};
    grant select on all tables in schema ${schema} to ${role};
    grant insert, update on ${schema}.job, ${schema}.job_common to ${role};
    grant execute on all functions in schema ${schema} to ${role};`);
}
