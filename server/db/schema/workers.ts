import { bigint, integer, json, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** What a worker proved of an accelerator when it started. */
export type WorkerAccelerator = {
  device: string;
  available: boolean;
  reason?: string;
  provedMs?: number;
  /** Of a float32 matrix product, copies included. */
  gigaflops?: number;
};

/**
 * Workers of this installation; they serve all workspaces. A worker holds the session advisory lock `lockKey` as long as
 * its process and its connection live: a row whose lock can be had belongs to a dead one, and whoever finds it hands its
 * runs back and removes the row.
 */
export const workers = pgTable("workers", {
  id: text("id").primaryKey(),
  /** Host and process, for people. */
  name: text("name").notNull(),
  lockKey: bigint("lock_key", { mode: "bigint" }).notNull(),
  /** Runs at a time. */
  slots: integer("slots").notNull(),
  labels: json("labels").$type<string[]>().notNull().default([]),
  accelerators: json("accelerators").$type<WorkerAccelerator[]>().notNull().default([]),
  startedAt: timestamp("started_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
  /** Refreshed while it lives; a minute without means that it is gone. */
  seenAt: timestamp("seen_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
});
