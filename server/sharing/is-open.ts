import { sql } from "drizzle-orm";
import { runShares } from "../db/schema/run-shares.ts";

/** A link works until it is revoked or has expired, by the clock of the database. */
export const isOpen = sql`(${runShares.revokedAt} is null and (${runShares.expiresAt} is null or ${runShares.expiresAt} > now()))`;
