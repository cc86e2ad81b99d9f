import { foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./moment.ts";
import { runs } from "./runs.ts";

/** A link by which anybody may look at one run. Only the SHA-256 of its token is kept; the link is shown once. */
export const runShares = pgTable(
  "run_shares",
  {
    workspaceId: uuid("workspace_id").notNull(),
    id: uuid("id").notNull().defaultRandom(),
    runId: uuid("run_id").notNull(),
    /** SHA-256 of the token, 64 hexadecimal digits. */
    tokenHash: text("token_hash").notNull().unique(),
    /** For whom it is; empty where nobody said. */
    note: text("note").notNull().default(""),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    /** Null: until it is revoked. */
    expiresAt: moment("expires_at"),
    revokedAt: moment("revoked_at"),
    revokedBy: text("revoked_by"),
    /** How often its page was opened, and when last. */
    opened: integer("opened").notNull().default(0),
    openedAt: moment("opened_at"),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    foreignKey({ columns: [table.workspaceId, table.runId], foreignColumns: [runs.workspaceId, runs.id] }).onDelete(
      "cascade",
    ),
    index("run_shares_run_idx").on(table.workspaceId, table.runId),
  ],
);
