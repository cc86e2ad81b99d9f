import "#server-only";
import type { Database } from "../db/client.ts";

/** Does the work while no other process does what has this name; gives null at once where one does. The lock ends with the process. */
export async function withAdvisoryLock<T>(database: Database, name: string, work: () => Promise<T>): Promise<T | null> {
  const client = await database.$client.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => (broken = error);
  client.on("error", onError);
  try {
    const { rows } = await client.query<{ got: boolean }>(
      "select pg_try_advisory_lock(hashtextextended($1, 0)) as got",
      [name],
    );
    if (!rows[0]!.got) return null;
    try {
      return await work();
    } finally {
      await client
        .query("select pg_advisory_unlock(hashtextextended($1, 0))", [name])
        .catch((error: Error) => (broken ??= error));
    }
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}
