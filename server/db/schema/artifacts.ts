import { bigint, boolean, check, index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { workspaces } from "./workspaces.ts";

/**
 * Which content a workspace has. The bytes lie in the artifact store under the same hash, once for all workspaces, so a
 * row here is what decides who may read them.
 */
export const artifacts = pgTable(
  "artifacts",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    /** SHA-256 of the content, 64 hexadecimal digits. */
    hash: text("hash").notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    mediaType: text("media_type").notNull(),
    /** A step made it, and nobody put it here: it may go when no run and no kept result points to it any more. */
    isMade: boolean("is_made").notNull().default(false),
    createdAt: timestamp("created_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.hash] }),
    check("artifacts_hash_is_sha256", sql`${table.hash} ~ '^[0-9a-f]{64}$'`),
    // Whether any workspace still has the content, asked before its bytes go.
    index("artifacts_hash_idx").on(table.hash),
  ],
);
