import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";
import { PortGlyph } from "#components/ui/port-glyph";
import { formatCount, formatQuantity, formatValue } from "../../ui/format-number.ts";
import type { ContentUrls } from "../artifact-url.ts";
import { useContentUrls } from "../content-urls-context.tsx";
import { formatFraction } from "./format-fraction.ts";
import { printable } from "./text-lines.ts";

/** The small picture of an item, where it has one. */
export function thumbnailOf(
  item: RecordedFlow | null | undefined,
  { contentUrl }: ContentUrls,
): { url: string } | null {
  if (!item || isRecordedList(item)) return null;
  const { preview } = item;
  const thumbnail = preview.kind === "image" || preview.kind === "mask" ? preview.thumbnail : null;
  return thumbnail && { url: contentUrl(thumbnail) };
}

/** An item in a square: its picture, or its kind and its words. */
export function TileFace({ item, index }: { item: RecordedFlow | null | undefined; index: number }) {
  const tile = thumbnailOf(item, useContentUrls());
  if (tile) {
    return <img src={tile.url} alt="" loading="lazy" draggable={false} className="size-full object-cover" />;
  }
  return (
    <span className="grid size-full content-center justify-items-center gap-1 p-1 text-center">
      {item && !isRecordedList(item) && <PortGlyph kind={item.kind} size={12} />}
      <span className="line-clamp-2 max-w-full wrap-anywhere text-2xs text-2">
        {item === undefined ? formatCount(index + 1) : shortWords(item)}
      </span>
    </span>
  );
}

/** An item in some words. */
export function shortWords(item: RecordedFlow | null): string {
  if (item === null) return "nothing came out";
  if (isRecordedList(item)) return formatQuantity(item.count, "item");
  const { preview } = item;
  switch (preview.kind) {
    case "number":
      return typeof preview.value === "number" ? formatValue(preview.value, 6) : preview.value;
    case "boolean":
      return String(preview.value);
    case "text":
    case "json":
      return printable(preview.text.slice(0, 200)) || "empty text";
    case "classification": {
      const [top] = preview.labels;
      return top ? `${top.label} ${formatFraction(top.probability)}` : "no class";
    }
    case "image":
    case "mask":
      return `${preview.width} × ${preview.height} px`;
    case "audio":
      return `${preview.durationS.toFixed(1)} s`;
    case "tensor":
      return `${preview.dtype} [${preview.shape.join(", ")}]`;
    case "table":
      return formatQuantity(preview.rowCount, "row");
    case "embedding":
      return `${formatCount(preview.length)} numbers`;
    case "detections":
      return formatQuantity(preview.count, "object");
    case "keypoints":
      return formatQuantity(preview.count, "point");
    case "file":
    case "video":
    case "model":
      return preview.name;
  }
}
