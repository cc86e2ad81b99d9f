import { foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { apiKeys } from "./api-keys.ts";
import { moment } from "./moment.ts";
import { runs } from "./runs.ts";

/** Requests that came with an Idempotency-Key: the run that each started, so that a repeated one starts no other. */
export const idempotentRequests = pgTable(
  "idempotent_requests",
  {
    workspaceId: uuid("workspace_id").notNull(),
    apiKeyId: uuid("api_key_id").notNull(),
    key: text("key").notNull(),
    /** SHA-256 of what was asked: the same key with another request is a mistake. */
    requestHash: text("request_hash").notNull(),
    runId: uuid("run_id").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.apiKeyId, table.key] }),
    foreignKey({
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [table.workspaceId, table.runId], foreignColumns: [runs.workspaceId, runs.id] }).onDelete(
      "cascade",
    ),
  ],
);
