import { bigint, boolean, integer, json, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { OperatorPlacement } from "../../inference/place-operators.ts";

/** What a worker proved of an accelerator when it started. */
export type WorkerAccelerator = {
  device: string;
  available: boolean;
  reason?: string;
  provedMs?: number;
  /** Of a float32 matrix product, copies included. */
  gigaflops?: number;
  /** Gigabytes a second to the device and back. */
  copyGigabytesPerS?: number;
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

/**
 * Where the operators of a model file compute on a device that a worker of this installation proved. It follows from the
 * file and the runtime alone, so it is found out once for all workspaces that have the file.
 */
export const modelPlacements = pgTable(
  "model_placements",
  {
    hash: text("hash").notNull(),
    device: text("device").notNull(),
    /** Version of ONNX Runtime; another one may take other operators, so the model is looked at again. */
    runtime: text("runtime").notNull(),
    placement: json("placement").$type<OperatorPlacement>().notNull(),
    foundAt: timestamp("found_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.hash, table.device] })],
);

/**
 * Whether calls of a model file may be computed together, as a worker found out by trying when the file came. It follows
 * from the file and the runtime alone.
 */
export const modelBatching = pgTable("model_batching", {
  hash: text("hash").primaryKey(),
  /** Version of ONNX Runtime; with another one the model is tried again. */
  runtime: text("runtime").notNull(),
  /** Null where only real inputs can tell: then each engine finds out for itself. */
  isBatched: boolean("is_batched"),
  /** A sentence for people. */
  why: text("why").notNull(),
  foundAt: timestamp("found_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
});
