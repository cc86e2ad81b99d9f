import {
  bigint,
  doublePrecision,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
} from "drizzle-orm/pg-core";
import { text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { CacheEntry } from "../../cache/cache-store.ts";
import type { StepPrint } from "../../cache/step-print.ts";
import { artifacts } from "./artifacts.ts";
import { workflows } from "./workflows.ts";
import { workspaces } from "./workspaces.ts";

/** Results of steps under their content keys, so that an equal step of any run in the workspace takes them instead of running. */
export const cacheEntries = pgTable(
  "cache_entries",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    result: json("result").$type<CacheEntry["result"]>().notNull(),
    /** Of the run that made it, which may be gone. */
    runId: text("run_id").notNull(),
    runNumber: integer("run_number"),
    endedAtMs: bigint("ended_at_ms", { mode: "number" }).notNull(),
    savedMs: doublePrecision("saved_ms").notNull(),
    recordBytes: bigint("record_bytes", { mode: "number" }).notNull(),
    artifactBytes: bigint("artifact_bytes", { mode: "number" }).notNull(),
    usedAt: timestamp("used_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.key] })],
);

/** Structural keys with the content keys that they lead to: what a plan alone can ask for. */
export const cacheLinks = pgTable(
  "cache_links",
  {
    workspaceId: uuid("workspace_id").notNull(),
    path: text("path").notNull(),
    key: text("key").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.path] }),
    foreignKey({
      columns: [table.workspaceId, table.key],
      foreignColumns: [cacheEntries.workspaceId, cacheEntries.key],
    }).onDelete("cascade"),
    // What goes with an entry.
    index("cache_links_key_idx").on(table.workspaceId, table.key),
  ],
);

/** The artifacts that kept results point to: while the result is kept, so are they. */
export const cacheArtifacts = pgTable(
  "cache_artifacts",
  {
    workspaceId: uuid("workspace_id").notNull(),
    key: text("key").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.key, table.hash] }),
    foreignKey({
      columns: [table.workspaceId, table.key],
      foreignColumns: [cacheEntries.workspaceId, cacheEntries.key],
    }).onDelete("cascade"),
    foreignKey({ columns: [table.workspaceId, table.hash], foreignColumns: [artifacts.workspaceId, artifacts.hash] }),
    index("cache_artifacts_hash_idx").on(table.workspaceId, table.hash),
  ],
);

/** What the nodes of a workflow were when they last ended well, to say why one runs again. */
export const stepPrints = pgTable(
  "step_prints",
  {
    workspaceId: uuid("workspace_id").notNull(),
    workflowId: uuid("workflow_id").notNull(),
    prints: jsonb("prints").$type<Record<string, StepPrint>>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId] }),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
  ],
);
