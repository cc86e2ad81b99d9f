import type { Kind } from "#graph/kinds";
import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";

/** The kind of what a flow carries, of a list that of its first item; undefined for a list without any. */
export function leafKindOf(flow: RecordedFlow): Kind | undefined {
  if (!isRecordedList(flow)) return flow.kind;
  const first = flow.items.find((item) => item !== null);
  return first && leafKindOf(first);
}

/** How many lists deep a flow is: 0 for one value. */
export function depthOf(flow: RecordedFlow): number {
  if (!isRecordedList(flow)) return 0;
  const first = flow.items.find((item) => item !== null);
  return 1 + (first ? depthOf(first) : 0);
}
