import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Graph } from "../../../graph/schema.ts";
import { moment } from "./moment.ts";
import { workspaces } from "./workspaces.ts";

/** What a person saves. Removing one only dates it: its versions and runs stay. */
export const workflows = pgTable(
  "workflows",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    id: uuid("id").notNull().defaultRandom(),
    title: text("title").notNull(),
    description: text("description").notNull().default(""),
    /** Number of the newest version. A save goes through only from this one. */
    version: integer("version").notNull().default(1),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    removedAt: moment("removed_at"),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    unique("workflows_workspace_id_unique").on(table.workspaceId, table.id),
    // The list, last changed first.
    index("workflows_list_idx")
      .on(table.workspaceId, table.updatedAt)
      .where(sql`${table.removedAt} is null`),
  ],
);

/**
 * What a workflow was at each save; only its name is ever changed. The graph is `json`, not `jsonb`: it is only read back whole, and must
 * come back as it was (text may hold NUL).
 */
export const workflowVersions = pgTable(
  "workflow_versions",
  {
    workspaceId: uuid("workspace_id").notNull(),
    id: uuid("id").notNull().defaultRandom(),
    workflowId: uuid("workflow_id").notNull(),
    /** Counts from 1 in its workflow. */
    number: integer("number").notNull(),
    /** What a person calls it, so that it is found again among the saves. */
    name: text("name"),
    graph: json("graph").$type<Graph>().notNull(),
    /** SHA-256 of the graph's canonical JSON. */
    hash: text("hash").notNull(),
    nodeCount: integer("node_count").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    unique("workflow_versions_workspace_id_unique").on(table.workspaceId, table.id),
    uniqueIndex("workflow_versions_number_idx").on(table.workspaceId, table.workflowId, table.number),
    // The named ones among thousands of saves.
    index("workflow_versions_named_idx")
      .on(table.workspaceId, table.workflowId, table.number)
      .where(sql`${table.name} is not null`),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
  ],
);

/** The models and files that a version's params hold, by content hash: who uses a model, and which artifacts are still needed. */
export const workflowReferences = pgTable(
  "workflow_references",
  {
    workspaceId: uuid("workspace_id").notNull(),
    versionId: uuid("version_id").notNull(),
    kind: text("kind", { enum: ["model", "file"] }).notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.versionId, table.kind, table.hash] }),
    foreignKey({
      columns: [table.workspaceId, table.versionId],
      foreignColumns: [workflowVersions.workspaceId, workflowVersions.id],
    }).onDelete("cascade"),
    index("workflow_references_hash_idx").on(table.workspaceId, table.hash),
  ],
);

/** The workflows that a version's nodes run, whether they are there or not: who uses a workflow. */
export const workflowUses = pgTable(
  "workflow_uses",
  {
    workspaceId: uuid("workspace_id").notNull(),
    versionId: uuid("version_id").notNull(),
    usedWorkflowId: uuid("used_workflow_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.versionId, table.usedWorkflowId] }),
    foreignKey({
      columns: [table.workspaceId, table.versionId],
      foreignColumns: [workflowVersions.workspaceId, workflowVersions.id],
    }).onDelete("cascade"),
    index("workflow_uses_used_idx").on(table.workspaceId, table.usedWorkflowId),
  ],
);
