import { hash } from "node:crypto";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import { isRecordedList } from "../../graph/recorded-values.ts";

/** Longer digests become their SHA-256; shorter ones are kept as they are, because hashing costs as much as a small node. */
const MAX_PLAIN_CHARACTERS = 64;

/**
 * Tells a value from every other, by its record: whole values stand for themselves, artifacts are known by their hash.
 * Previews take no part. Equal digests mean equal values; different ones may still be equal (a number 1 and a JSON 1).
 */
export function digestFlow(flow: RecordedFlow): string {
  const text = describe(flow);
  return text.length <= MAX_PLAIN_CHARACTERS ? text : `#${hash("sha256", text, "base64url")}`;
}

function describe(flow: RecordedFlow): string {
  if (isRecordedList(flow)) {
    if (flow.whole) return `list @${flow.whole.hash}`;
    return JSON.stringify(flow.items.map((item) => item && digestFlow(item)));
  }
  if ("inline" in flow) {
    return `${flow.kind} ${typeof flow.inline === "number" ? flow.inline : JSON.stringify(flow.inline)}`;
  }
  const { kind, preview, artifact } = flow;
  const name = "name" in preview ? ` ${JSON.stringify(preview.name)}` : "";
  return `${kind} @${artifact.hash} ${JSON.stringify(artifact.mediaType)}${name}`;
}
