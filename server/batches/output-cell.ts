import { type BatchCell, MAX_CELL_CHARACTERS } from "../../graph/batch-cell.ts";
import { isRecordedList, type RecordedFlow, type ValuePreview } from "../../graph/recorded-values.ts";

/** Labels that a cell names. */
const MAX_LABELS = 5;

/** What an output is, in the width of a cell. */
export function outputCell(flow: RecordedFlow): BatchCell {
  if (isRecordedList(flow)) {
    const cells = flow.items.flatMap((item) => (item ? [outputCell(item)] : []));
    const texts = cells.map(({ text }) => text).join(", ");
    const thumbnail = cells.find((cell) => cell.thumbnail)?.thumbnail;
    const text = cut(`${flow.count} ${flow.count === 1 ? "item" : "items"}${texts ? `: ${texts}` : ""}`);
    return { kind: cells[0]?.kind ?? null, text, ...(thumbnail !== undefined && { thumbnail }) };
  }
  const { preview } = flow;
  const thumbnail = "thumbnail" in preview ? preview.thumbnail?.hash : undefined;
  return { kind: preview.kind, text: cut(previewText(preview)), ...(thumbnail !== undefined && { thumbnail }) };
}

function previewText(preview: ValuePreview): string {
  switch (preview.kind) {
    case "number":
    case "boolean":
      return String(preview.value);
    case "text":
    case "json":
      return preview.text;
    case "classification": {
      const [top] = preview.labels;
      return top ? `${top.label}, ${(top.probability * 100).toFixed(1)} %` : "no label";
    }
    case "detections": {
      const counts = new Map<string, number>();
      for (const { label } of preview.items) counts.set(label, (counts.get(label) ?? 0) + 1);
      const named = [...counts].slice(0, MAX_LABELS).map(([label, count]) => (count > 1 ? `${count} ${label}` : label));
      const words = `${preview.count} ${preview.count === 1 ? "object" : "objects"}`;
      return named.length > 0 ? `${words}: ${named.join(", ")}${counts.size > MAX_LABELS ? ", …" : ""}` : words;
    }
    case "image":
    case "mask":
      return `${preview.width} × ${preview.height} px`;
    case "keypoints":
      return `${preview.count} points`;
    case "tensor":
      return `${preview.dtype} [${preview.shape.join(", ")}]`;
    case "table":
      return `${preview.rowCount} rows, ${preview.columns.length} columns`;
    case "embedding":
      return `${preview.length} numbers`;
    case "audio":
      return `${preview.durationS.toFixed(1)} s`;
    default:
      return preview.name;
  }
}

function cut(text: string): string {
  return text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS - 1).toWellFormed()}…` : text;
}
