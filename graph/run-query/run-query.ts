export type Comparison = "=" | ">" | ">=" | "<" | "<=";

/** One value that a clause asks for. */
export type RunTest =
  | { kind: "choice"; value: string }
  /** `isWhole`: the text is all of it, not a part. */
  | { kind: "text"; value: string; isWhole: boolean }
  | { kind: "words"; value: string }
  | { kind: "number"; comparison: Comparison; value: number }
  | { kind: "duration"; comparison: Comparison; ms: number }
  | { kind: "percent"; comparison: Comparison; percent: number }
  /** How long ago. */
  | { kind: "age"; comparison: "<" | ">"; ms: number }
  /** A year, month, day or minute in the time zone of whoever asks, or "today" and "yesterday". */
  | { kind: "date"; comparison: Comparison; date: string }
  /** `isWhole`: the name is all of it, not a part. A name that is a SHA-256 in hex is that of the file. */
  | { kind: "model"; name: string; version: number | null; isWhole: boolean };

/**
 * What runs must be, or with `isNegated` must not be. One of its tests is enough. `port` is the name of the input or output
 * of the fields "input" and "output".
 */
export type RunClause = { field: FieldName; port?: string; isNegated: boolean; tests: RunTest[] };

/** All of its clauses hold. */
export type RunQuery = { clauses: RunClause[] };

export type FieldName =
  | "words"
  | "status"
  | "is"
  | "workflow"
  | "version"
  | "run"
  | "trigger"
  | "person"
  | "batch"
  | "tag"
  | "note"
  | "error"
  | "started"
  | "duration"
  | "wait"
  | "steps"
  | "cached"
  | "device"
  | "model"
  | "computed"
  | "node"
  | "input"
  | "output";
