import type { RecordedFlow } from "../../graph/recorded-values.ts";
import { isRecordedList } from "../../graph/recorded-values.ts";

/** Bytes that have to be read to have the value back: nothing where it is whole in its record. */
export function artifactBytes(flow: RecordedFlow | undefined): number {
  if (flow === undefined) return 0;
  if (!isRecordedList(flow)) return "artifact" in flow ? flow.artifact.sizeBytes : 0;
  if (flow.whole) return flow.whole.sizeBytes;
  let sum = 0;
  for (const item of flow.items) if (item) sum += artifactBytes(item);
  return sum;
}
