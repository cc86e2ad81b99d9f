import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { openDatabase } from "./client.ts";
import { createTestDatabase, type TestDatabase } from "./database-for-tests.ts";

/** What a connection says of its end: before it, or after. */
const LOST = /terminat|not queryable/;
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test("a connection that is lost in the middle of a transaction fails that alone", async () => {
  const silenced = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => silenced.mockRestore());
  const database = openDatabase(db.url, { name: "loses its connection", maxConnections: 1 });
  let ended = Promise.withResolvers<void>();
  database.$client.on("connect", (client) => {
    ended = Promise.withResolvers();
    client.once("end", ended.resolve);
  });
  const between = database.transaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await db.database.execute(sql`select pg_terminate_backend(${rows[0]!.pid})`);
    // The end is heard of while no question is open.
    await ended.promise;
    await tx.execute(sql`select 1`);
  });
  await expect(between).rejects.toMatchObject({ cause: { message: expect.stringMatching(LOST) } });

  const within = database.transaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    // The end is heard of while a question is open.
    const asking = tx.execute(sql`select pg_sleep(30)`);
    const [outcome] = await Promise.allSettled([
      asking,
      db.database.execute(sql`select pg_terminate_backend(${rows[0]!.pid})`),
    ]);
    // Until the socket is known to be closed, rolling back would write to it.
    await ended.promise;
    if (outcome.status === "rejected") throw outcome.reason;
  });
  await expect(within).rejects.toMatchObject({ cause: { message: expect.stringMatching(LOST) } });

  expect((await database.execute<{ one: number }>(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  await database.close();
});
