/** Something about a graph that a person should see. An error keeps it from running; a warning does not. */
export type Problem = {
  /** Stable kebab-case code, e.g. "cycle", "missing-input", "type-mismatch", "unknown-node-type". */
  code: string;
  severity: "error" | "warning";
  /** A whole sentence: what is wrong, where, and what would be right. */
  message: string;
  nodeId?: string;
  edgeId?: string;
  port?: string;
  param?: string;
};
