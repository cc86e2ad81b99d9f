import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { BatchItemInputs, BatchSource } from "../../../graph/batches.ts";
import type { JsonValue } from "../../../graph/json.ts";
import type { Graph } from "../../../graph/schema.ts";
import type { SubGraphs } from "../../../graph/sub-graphs.ts";
import { artifacts } from "./artifacts.ts";
import { moment } from "./moment.ts";
import { workflows } from "./workflows.ts";

/**
 * One version of a workflow over many inputs. The graph is copied in, as into runs, so that all items run the same
 * whenever their turn comes.
 */
export const batches = pgTable(
  "batches",
  {
    workspaceId: uuid("workspace_id").notNull(),
    id: uuid("id").notNull().defaultRandom(),
    name: text("name").notNull(),
    workflowId: uuid("workflow_id").notNull(),
    workflowVersion: integer("workflow_version").notNull(),
    graph: json("graph").$type<Graph>().notNull(),
    subGraphs: json("sub_graphs").$type<SubGraphs>().notNull(),
    source: json("source").$type<BatchSource>().notNull(),
    /** Inputs that all items share. */
    inputs: json("inputs").$type<Record<string, JsonValue>>().notNull(),
    itemCount: integer("item_count").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    /** When it was started, or retried last: what ended before says nothing about its pace. */
    resumedAt: moment("resumed_at").notNull().defaultNow(),
    retriedBy: text("retried_by"),
    cancelRequestedAt: moment("cancel_requested_at"),
    /** Items are to be started, retried or cancelled: the workers look for these. */
    hasWork: boolean("has_work").notNull().default(true),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    unique("batches_workspace_id_unique").on(table.workspaceId, table.id),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
    // The list, newest first.
    index("batches_created_idx").on(table.workspaceId, table.createdAt),
    // What workers look for, often and mostly in vain.
    index("batches_work_idx")
      .on(table.resumedAt)
      .where(sql`${table.hasWork}`),
  ],
);

/**
 * What is to happen next with an item. What became of one that was started is told by its run alone.
 * - pending: no run yet
 * - started: it has a run, or had one that was deleted
 * - retry: its run failed or was cancelled and is to go on
 * - cancelled: before it had a run
 * - refused: no run could be started; `error` says why
 */
export const batchItemStates = ["pending", "started", "retry", "cancelled", "refused"] as const;

/** The items of a batch; `position` counts from 1. */
export const batchItems = pgTable(
  "batch_items",
  {
    workspaceId: uuid("workspace_id").notNull(),
    batchId: uuid("batch_id").notNull(),
    position: integer("position").notNull(),
    /** What a person calls it: the name of its file, "Row 17". */
    label: text("label").notNull(),
    inputs: json("inputs").$type<BatchItemInputs>().notNull(),
    state: text("state", { enum: batchItemStates }).notNull().default("pending"),
    error: text("error"),
    /** Not a foreign key: the run may be deleted, and the item then says so. */
    runId: uuid("run_id"),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.position] }),
    foreignKey({
      columns: [table.workspaceId, table.batchId],
      foreignColumns: [batches.workspaceId, batches.id],
    }).onDelete("cascade"),
    // The next ones to start or to retry.
    index("batch_items_next_idx")
      .on(table.batchId, table.position)
      .where(sql`${table.state} in ('pending', 'retry')`),
    // The item that a run is.
    index("batch_items_run_idx")
      .on(table.runId)
      .where(sql`${table.runId} is not null`),
  ],
);

/** The files that a batch was given: while it is kept, so are they, whenever their items get their turn. */
export const batchArtifacts = pgTable(
  "batch_artifacts",
  {
    workspaceId: uuid("workspace_id").notNull(),
    batchId: uuid("batch_id").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.hash] }),
    foreignKey({
      columns: [table.workspaceId, table.batchId],
      foreignColumns: [batches.workspaceId, batches.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [table.workspaceId, table.hash], foreignColumns: [artifacts.workspaceId, artifacts.hash] }),
    index("batch_artifacts_hash_idx").on(table.workspaceId, table.hash),
  ],
);
