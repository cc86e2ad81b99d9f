import { createHash } from "node:crypto";
import { eq, lt, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import type { Database } from "../db/client.ts";
import { signInTries } from "../db/schema/accounts.ts";

const MAX_TRIES = 10;
const WINDOW_MINUTES = 15;

/**
 * Counts a try to sign in to an account, before the password is looked at, so that many at once are counted as well.
 *
 * @throws AppError TOO_MANY_REQUESTS after too many without a success
 */
export async function countSignInTry(database: Database, email: string): Promise<void> {
  const isOver = sql`${signInTries.since} < now() - make_interval(mins => ${WINDOW_MINUTES})`;
  const [row] = await database
    .insert(signInTries)
    .values({ account: hashOf(email), count: 1 })
    .onConflictDoUpdate({
      target: signInTries.account,
      set: {
        count: sql`case when ${isOver} then 1 else ${signInTries.count} + 1 end`,
        since: sql`case when ${isOver} then now() else ${signInTries.since} end`,
      },
    })
    .returning({ count: signInTries.count });
  if (row!.count <= MAX_TRIES) return;
  const message = `There were too many tries to sign in to this account. Try again in ${WINDOW_MINUTES} minutes.`;
  throw new AppError("TOO_MANY_REQUESTS", message, { reason: "too-many-tries" });
}

export async function forgetSignInTries(database: Database, email: string): Promise<void> {
  await database.delete(signInTries).where(eq(signInTries.account, hashOf(email)));
  // What was tried long ago and never succeeded, so that the table stays small.
  await database.delete(signInTries).where(lt(signInTries.since, sql`now() - interval '1 day'`));
}

function hashOf(email: string): string {
  return createHash("sha256").update(email.toLowerCase()).digest("hex");
}
