import { json, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** What a worker proved of an accelerator when it started. */
export type WorkerAccelerator = { device: string; available: boolean; reason?: string; provedMs?: number };

/** Workers of this installation; they serve all workspaces. */
export const workers = pgTable("workers", {
  id: text("id").primaryKey(),
  /** Host and process, for people. */
  name: text("name").notNull(),
  labels: json("labels").$type<string[]>().notNull().default([]),
  accelerators: json("accelerators").$type<WorkerAccelerator[]>().notNull().default([]),
  startedAt: timestamp("started_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
  /** Refreshed while it lives; a minute without means that it is gone. */
  seenAt: timestamp("seen_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
});
