import type { RecordedFlow } from "./recorded-values.ts";
import type { Flow } from "./values.ts";

/** Whom a step may ask, in rising order; those above may answer as well. */
export const approverRoles = ["runner", "editor", "admin", "owner"] as const;
export type ApproverRole = (typeof approverRoles)[number];

/** What a runner asks for before it can go on. Times are milliseconds; `untilMs` since the epoch. */
export type WaitRequest =
  | { kind: "approval"; message: string; role: ApproverRole; value: Flow; limitMs?: number | undefined }
  | { kind: "time"; untilMs: number }
  | { kind: "time"; forMs: number };

/** "due": the time has come, or nobody answered within the limit. `at` is milliseconds since the epoch. */
export type WaitAnswer =
  | { kind: "approved" | "rejected"; at: number; /** The person's name. */ by: string; note: string }
  | { kind: "due"; at: number };

/** What a step, or one item of it, waits for, as events and people see it. `title` is the step's. */
export type StepWait = {
  /** Index path of the list item, outermost list first; empty where the step is not lifted. */
  item: number[];
  /** Milliseconds since the epoch. */
  dueAt?: number;
} & ({ kind: "time" } | { kind: "approval"; title: string; message: string; role: ApproverRole; value: RecordedFlow });

/** Waits of earlier attempts: when they are due, and their answers as far as they have any. By `waitKey`. */
export type KnownWaits = Readonly<Record<string, { dueAt?: number; answer?: WaitAnswer }>>;

export function waitKey(nodeId: string, item: readonly number[]): string {
  return `${nodeId}/${itemText(item)}`;
}

/** "2.0" for the first item of the third list; "" for a step that is not lifted. */
export function itemText(item: readonly number[]): string {
  return item.join(".");
}
