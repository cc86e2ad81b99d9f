import { sql } from "drizzle-orm";
import {
  check,
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
import type { SubGraphs } from "../../../graph/sub-graphs.ts";
import { models, modelVersions } from "./models.ts";
import { moment } from "./moment.ts";
import { workflows, workflowVersions } from "./workflows.ts";
import { workspaces } from "./workspaces.ts";

/**
 * A workflow or a model under a public name. It is only unpublished, so that its name and its history stay its own; with
 * its model it goes.
 */
export const deployments = pgTable(
  "deployments",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    id: uuid("id").notNull().defaultRandom(),
    /** Of letters, digits, ".", "_" and "-", as the protocol's addresses take it. */
    name: text("name").notNull(),
    /** What is published: one of the two. */
    workflowId: uuid("workflow_id"),
    modelId: uuid("model_id"),
    /** Number of the version that answers; null while nothing is published. */
    current: integer("current"),
    /** Number of the newest version. */
    last: integer("last").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    unique("deployments_workspace_id_unique").on(table.workspaceId, table.id),
    uniqueIndex("deployments_name_idx").on(table.workspaceId, table.name),
    check("deployments_name_fits_addresses", sql`${table.name} ~ '^[A-Za-z0-9._-]{1,100}$'`),
    check("deployments_have_one_subject", sql`num_nonnulls(${table.workflowId}, ${table.modelId}) = 1`),
    foreignKey({
      columns: [table.workspaceId, table.workflowId],
      foreignColumns: [workflows.workspaceId, workflows.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [table.workspaceId, table.modelId],
      foreignColumns: [models.workspaceId, models.id],
    }).onDelete("cascade"),
    // Where a workflow is published, for its editor.
    index("deployments_workflow_idx").on(table.workspaceId, table.workflowId),
    // Where a model is published, for its page, and before a version of it is removed.
    index("deployments_model_idx").on(table.workspaceId, table.modelId),
  ],
);

/**
 * What was published under a name, in order; never changed. The graph is that of the workflow's version. What is `json` is
 * only read back whole.
 */
export const deploymentVersions = pgTable(
  "deployment_versions",
  {
    workspaceId: uuid("workspace_id").notNull(),
    deploymentId: uuid("deployment_id").notNull(),
    /** Counts from 1 in its deployment. */
    number: integer("number").notNull(),
    /** Of a workflow: its version. */
    workflowId: uuid("workflow_id"),
    workflowVersion: integer("workflow_version"),
    /** Of a model: its version. Only one that does not answer may be removed; then this goes with it. */
    modelVersionId: uuid("model_version_id"),
    /** The workflows that it runs, as they were then. */
    subGraphs: json("sub_graphs").$type<SubGraphs>().notNull(),
    publishedBy: text("published_by").notNull(),
    publishedAt: moment("published_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.deploymentId, table.number] }),
    check(
      "deployment_versions_have_one_subject",
      sql`num_nonnulls(${table.workflowId}, ${table.modelVersionId}) = 1
        and num_nonnulls(${table.workflowId}, ${table.workflowVersion}) <> 1`,
    ),
    foreignKey({
      name: "deployment_versions_model_version_fk",
      columns: [table.workspaceId, table.modelVersionId],
      foreignColumns: [modelVersions.workspaceId, modelVersions.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [table.workspaceId, table.deploymentId],
      foreignColumns: [deployments.workspaceId, deployments.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "deployment_versions_workflow_version_fk",
      columns: [table.workspaceId, table.workflowId, table.workflowVersion],
      foreignColumns: [workflowVersions.workspaceId, workflowVersions.workflowId, workflowVersions.number],
    }).onDelete("cascade"),
  ],
);
