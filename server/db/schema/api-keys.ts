import { boolean, index, json, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment } from "./moment.ts";
import { workspaces } from "./workspaces.ts";

/** A way in for a program. Only the SHA-256 of the key is kept; the key is shown once. */
export const apiKeys = pgTable(
  "api_keys",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    id: uuid("id").notNull().defaultRandom(),
    name: text("name").notNull(),
    /** The public part of the key, by which it is found: "pb_" and 12 characters. */
    prefix: text("prefix").notNull().unique(),
    /** SHA-256 of the whole key, 64 hexadecimal digits. */
    hash: text("hash").notNull(),
    /** Whether it may start and cancel runs; reading what it may start is always allowed. */
    mayRun: boolean("may_run").notNull(),
    /** Ids of the deployments that it reaches; null for all. */
    deploymentIds: json("deployment_ids").$type<string[]>(),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    expiresAt: moment("expires_at"),
    revokedAt: moment("revoked_at"),
    revokedBy: text("revoked_by"),
    /** To the minute, so that not each request writes. */
    lastUsedAt: moment("last_used_at"),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    unique("api_keys_workspace_id_unique").on(table.workspaceId, table.id),
    index("api_keys_list_idx").on(table.workspaceId, table.createdAt),
  ],
);
