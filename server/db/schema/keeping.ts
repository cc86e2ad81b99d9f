import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, integer, json, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { KeepingRules } from "../../../graph/keeping-rules.ts";
import { moment } from "./moment.ts";
import { runs } from "./runs.ts";
import { workspaces } from "./workspaces.ts";

/** How long a workspace keeps its runs, and how far it is known how large they are. A rule that is null does not hold. */
export const runKeeping = pgTable(
  "run_keeping",
  {
    workspaceId: uuid("workspace_id")
      .primaryKey()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    maxAgeDays: integer("max_age_days"),
    maxRuns: integer("max_runs"),
    maxBytes: bigint("max_bytes", { mode: "number" }),
    /** A person's id; null while nobody has set a rule. */
    changedBy: text("changed_by"),
    changedAt: moment("changed_at"),
    /** Null while no rule holds. */
    nextSweepAt: moment("next_sweep_at"),
    sweptAt: moment("swept_at"),
    /** Of the runs that ended up to then, `run_sizes` has the sizes. */
    measuredTo: moment("measured_to"),
  },
  (table) => [
    // Every tick of every worker looks here for what is due.
    index("run_keeping_due_idx")
      .on(table.nextSweepAt)
      .where(sql`${table.nextSweepAt} is not null`),
  ],
);

/**
 * How large the runs that have ended are. In a table of its own, written some seconds later by whichever worker finds the
 * time: a column of `runs` would have to be written by the statement that ends a run, which is what limits how many runs a
 * second there can be, or later into each of the dozen indexes of that table.
 */
export const runSizes = pgTable(
  "run_sizes",
  {
    workspaceId: uuid("workspace_id").notNull(),
    runId: uuid("run_id").primaryKey(),
    /** Of the run. */
    number: integer("number").notNull(),
    /** Of its row, events and steps, about. */
    recordBytes: bigint("record_bytes", { mode: "number" }).notNull(),
    /** With the artifacts that it points to, whoever else does. */
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
  },
  (table) => [
    foreignKey({ columns: [table.workspaceId, table.runId], foreignColumns: [runs.workspaceId, runs.id] }).onDelete(
      "cascade",
    ),
    // The list by size: a page of it is read off the index.
    index("run_sizes_order_idx").on(table.workspaceId, table.sizeBytes, table.number),
  ],
);

/** What the rules of a workspace removed, for its people. A sweep that removed nothing leaves no row. */
export const runSweeps = pgTable(
  "run_sweeps",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    id: uuid("id").notNull().defaultRandom(),
    /** As they were. */
    rules: json("rules").$type<KeepingRules>().notNull(),
    startedAt: moment("started_at").notNull().defaultNow(),
    /** Null while it goes on, also of one whose worker died: the next one goes on with it. */
    endedAt: moment("ended_at"),
    removedRuns: integer("removed_runs").notNull().default(0),
    freedBytes: bigint("freed_bytes", { mode: "number" }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    // The last ones, for the page, and the one that goes on.
    index("run_sweeps_started_idx").on(table.workspaceId, table.startedAt),
  ],
);
