import "#server-only";
import type pg from "pg";
import type { Database } from "./client.ts";

/** One transaction on a connection of its own, seeing every workspace. A connection that broke is not given back to the pool. */
export async function inTransaction<T>(database: Database, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await database.$client.connect();
  // Without a listener a connection that breaks between two statements would end the process.
  let broken: Error | undefined;
  const onError = (error: Error) => (broken = error);
  client.on("error", onError);
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => (broken ??= failure));
    throw error;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}
