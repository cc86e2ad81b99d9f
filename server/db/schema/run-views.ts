import { pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { moment } from "./moment.ts";
import { workspaces } from "./workspaces.ts";

/** A query of runs with its columns under a name, for everybody in the workspace. */
export const runViews = pgTable(
  "run_views",
  {
    workspaceId: uuid("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    id: uuid("id").notNull().defaultRandom(),
    name: text("name").notNull(),
    query: text("query").notNull(),
    /** In the order in which they stand. */
    columns: text("columns").array().notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    // One name, one view, however it is written.
    uniqueIndex("run_views_name_idx").on(table.workspaceId, sql`lower(${table.name})`),
  ],
);
