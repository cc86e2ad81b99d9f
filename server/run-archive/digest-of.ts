import { createHash } from "node:crypto";
import { canonicalJson } from "../../graph/canonical-json.ts";
import type { JsonValue } from "../../graph/json.ts";
import type { ArchiveManifest } from "./archive-format.ts";

/**
 * What an archive is known by: the same for the same run, whichever version wrote it and however it was packed. Tags, note and
 * title are left out, which people change.
 */
export function digestOf({ run, workflow, inputs, events }: ArchiveManifest): string {
  const { tags: _tags, note: _note, ...own } = run;
  const content = { run: own, graph: workflow.graph, workflows: workflow.workflows ?? {}, inputs, events };
  return createHash("sha256")
    .update(canonicalJson(content as unknown as JsonValue))
    .digest("hex");
}
