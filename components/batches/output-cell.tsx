import type { BatchCell } from "#graph/batch-cell";
import { artifactUrl } from "../runs/artifact-url.ts";
import { formatValue } from "../ui/format-number.ts";

/** An output in the width of a cell: a picture as that, a number as one, else in words. */
export function OutputCell({ cell, name, label }: { cell: BatchCell | undefined; name: string; label: string }) {
  if (!cell) return null;
  if (cell.thumbnail) {
    return (
      <img
        src={artifactUrl(cell.thumbnail)}
        alt={`${name} of ${label}, ${cell.text}`}
        title={cell.text}
        loading="lazy"
        className="h-8 max-w-full rounded-1 bg-sunken object-contain"
      />
    );
  }
  const isNumber = cell.kind === "number" && Number.isFinite(Number(cell.text));
  return (
    <span dir="auto" title={cell.text} className="block truncate tabular-nums">
      {isNumber ? formatValue(Number(cell.text)) : cell.text}
    </span>
  );
}
