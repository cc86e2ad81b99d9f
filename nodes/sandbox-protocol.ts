/** What the sandbox and its thread say to each other: one request at a time. */
export type SandboxRequest = { expression: string; scopeJson: string; deadlineMs: number };

export type SandboxReply =
  | { kind: "value"; json: string }
  /** The expression is wrong or threw; line and column count from 1. */
  | { kind: "failed"; message: string; line?: number; column?: number }
  | { kind: "not-serialisable"; message: string }
  | { kind: "output-limit" }
  | { kind: "memory-limit" }
  | { kind: "timeout" };

/** What a thread says once, before any reply: its modules are loaded. */
export const THREAD_IS_READY = "ready";
