import "#server-only";
import type { RecordedFlow, RecordedList } from "../../graph/recorded-values.ts";
import { isRecordedList } from "../../graph/recorded-values.ts";
import { type ContentContext, findContent } from "../values/find-content.ts";

/**
 * The record of one item of a recorded list, by itself: null where nothing came out for it, and "within" where its content
 * is kept nowhere but in the list as a whole.
 */
export async function recordOfItem(
  context: ContentContext,
  { items, whole }: RecordedList,
  index: number,
): Promise<RecordedFlow | null | "within"> {
  const known = items[index];
  if (known === null || (known && standsAlone(known))) return known;
  if (!whole) return "within";
  const list = await findContent(context, { hash: whole.hash });
  const page = await context.valueReader.listItems(list, { item: "", from: index, count: 1 });
  const found = page.items[0] ?? null;
  return found === null || standsAlone(found) ? found : "within";
}

/** Whether all of it is in the record, and in artifacts of its own. */
function standsAlone(record: RecordedFlow): boolean {
  if (!isRecordedList(record)) return "inline" in record || record.artifact.item === undefined;
  if (record.whole) return record.whole.item === undefined;
  return record.items.length === record.count && record.items.every((item) => item === null || standsAlone(item));
}
