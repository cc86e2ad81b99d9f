import { createHash } from "node:crypto";
import { canonicalJson } from "../../graph/canonical-json.ts";
import type { Graph } from "../../graph/schema.ts";

/** SHA-256 of the graph's canonical JSON: equal graphs have equal hashes, whatever the order of their records. */
export function hashGraph(graph: Graph): string {
  return createHash("sha256").update(canonicalJson(graph)).digest("hex");
}
