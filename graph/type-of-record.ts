import type { PortType } from "./kinds.ts";
import type { RecordedFlow, RecordedValue } from "./recorded-values.ts";
import { isRecordedList } from "./recorded-values.ts";

/** What a recorded value is, as a port would declare it: `type` is null for a list without a single item. */
export type RecordedType = { type: PortType | null; depth: number };

/** The type of the first item stands for the list. */
export function typeOfRecord(flow: RecordedFlow): RecordedType {
  if (!isRecordedList(flow)) return { type: typeOfValue(flow), depth: 0 };
  let found: RecordedType = { type: null, depth: 0 };
  for (const item of flow.items) {
    if (item === null) continue;
    const inner = typeOfRecord(item);
    if (inner.type) {
      found = inner;
      break;
    }
    if (inner.depth > found.depth) found = inner;
  }
  return { type: found.type, depth: found.depth + 1 };
}

function typeOfValue({ kind, preview }: RecordedValue): PortType {
  if (kind === "tensor" && preview.kind === "tensor") return { kind, dtype: preview.dtype, shape: preview.shape };
  if (kind === "image" && preview.kind === "image") {
    const { channels } = preview;
    return channels === 1 || channels === 3 || channels === 4 ? { kind, channels } : { kind };
  }
  if (kind === "table" && preview.kind === "table") {
    return { kind, columns: preview.columns.map(({ name }) => ({ name })) };
  }
  return { kind };
}
