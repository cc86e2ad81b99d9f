import { sql } from "drizzle-orm";
import { foreignKey, index, json, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { RecordedFlow } from "../../../graph/recorded-values.ts";
import { approverRoles } from "../../../graph/waits.ts";
import { moment } from "./moment.ts";
import { runs } from "./runs.ts";

/**
 * What the steps of runs wait for: a person's answer or a time. Written with the event that says so, answered once. The
 * answers are kept, because the steps ask for them again when the run comes back.
 */
export const waits = pgTable(
  "waits",
  {
    workspaceId: uuid("workspace_id").notNull(),
    runId: uuid("run_id").notNull(),
    nodeId: text("node_id").notNull(),
    /** Index path of the list item, "2.0"; "" where the step is not lifted. */
    item: text("item").notNull(),
    kind: text("kind", { enum: ["approval", "time"] }).notNull(),
    /** The step's title, what people are asked, who may answer, what they are to judge. Null where only a time is waited for. */
    title: text("title"),
    message: text("message"),
    role: text("role", { enum: approverRoles }),
    value: json("value").$type<RecordedFlow>(),
    dueAt: moment("due_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
    answer: text("answer", { enum: ["approved", "rejected", "due"] }),
    answeredAt: moment("answered_at"),
    /** A user's id, and the name at that time; null where the time came. */
    answeredBy: text("answered_by"),
    answeredByName: text("answered_by_name"),
    note: text("note").notNull().default(""),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.nodeId, table.item] }),
    foreignKey({ columns: [table.workspaceId, table.runId], foreignColumns: [runs.workspaceId, runs.id] }).onDelete(
      "cascade",
    ),
    // The list of what is to be answered, and its count in the navigation.
    index("waits_open_idx")
      .on(table.workspaceId, table.createdAt)
      .where(sql`${table.answer} is null and ${table.kind} = 'approval'`),
    // Every tick of every worker looks here for what is due.
    index("waits_due_idx")
      .on(table.dueAt)
      .where(sql`${table.answer} is null and ${table.dueAt} is not null`),
  ],
);
