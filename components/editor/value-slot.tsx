import type { RecordedFlow } from "#graph/recorded-values";
import { flowText } from "./run-words.ts";

export function ValuePreview({ record }: { record: RecordedFlow; size: "node" | "panel" }) {
  return <p style={{ padding: 6 }}>{flowText(record)}</p>;
}
