import type { ValueDifference } from "#graph/value-differences";
import { printable } from "../runs/values/text-lines.ts";
import { formatPercent } from "../runs/values/format-fraction.ts";
import { formatCount, formatQuantity, formatValue } from "../ui/format-number.ts";

/** What differs in some words, and beside them the one number that says how much. */
export type DifferenceWords = { words: string; number: string };

export function differenceWords(difference: ValueDifference): DifferenceWords {
  const { words, number } = tell(difference);
  return { words: printable(words), number: printable(number) };
}

function tell(difference: ValueDifference): DifferenceWords {
  switch (difference.kind) {
    case "same":
      return {
        words: difference.how === "bytes" ? "the same, byte for byte" : "the same value in other bytes",
        number: "",
      };
    case "other-kind":
      return { words: `${difference.a} became ${difference.b}`, number: "" };
    case "unread":
      return { words: difference.reason, number: "" };
    case "number":
      return {
        words: numberTexts(difference).join(" → "),
        number: difference.relative === null ? "" : signed(difference.relative, formatPercent),
      };
    case "boolean":
      return { words: `${difference.a} → ${difference.b}`, number: "" };
    case "text":
      return {
        words: `${difference.isBound ? "at most " : ""}${formatQuantity(difference.edits, "edit")}`,
        number: `${formatPercent(difference.similarity)} alike`,
      };
    case "json":
      return { words: formatQuantity(difference.changeCount, "path"), number: "" };
    case "image": {
      const { pixels, sizes } = difference;
      if (!pixels) return { words: sizeChange(sizes), number: "" };
      return {
        words: `max ${pixels.max}, mean ${formatValue(pixels.mean, 3)} of 255`,
        number: `${formatPercent(pixels.differing / pixels.total)} px`,
      };
    }
    case "mask":
      if (difference.differing === null) return { words: sizeChange(difference.sizes), number: "" };
      return {
        words: `mean IoU ${meanIou(difference.classes.map(({ iou }) => iou ?? 0))}`,
        number: `${formatPercent(difference.differing / difference.total)} px`,
      };
    case "tensor": {
      const { dtypes, shapes, elements } = difference;
      if (!elements) return { words: `[${shapes[0].join(", ")}] → [${shapes[1].join(", ")}]`, number: "" };
      if (elements.differing === 0) return { words: `${dtypes[0]} → ${dtypes[1]}`, number: "" };
      return {
        words: elements.max
          ? `max ${formatValue(elements.max.absolute, 3)}, mean ${formatValue(elements.meanAbsolute, 3)}`
          : `${formatQuantity(elements.differing, "element")} of ${formatCount(elements.total)}`,
        number: elements.max ? `at [${elements.max.index.join(",")}]` : "",
      };
    }
    case "audio":
      return {
        words: difference.facts.map(({ fact }) => fact.toLowerCase()).join(", ") || "samples",
        number: difference.samples?.max ? `max ${formatValue(difference.samples.max.absolute, 3)}` : "",
      };
    case "embedding":
      if (difference.lengths[0] !== difference.lengths[1]) {
        return { words: `${difference.lengths[0]} → ${difference.lengths[1]} numbers`, number: "" };
      }
      return {
        words: difference.distance === null ? "not finite" : `distance ${formatValue(difference.distance, 3)}`,
        number: difference.cosine === null ? "" : `cosine ${formatValue(difference.cosine, 4)}`,
      };
    case "classification": {
      const [most] = difference.labels;
      const [before, after] = difference.top;
      const shift = most ? (most.b ?? 0) - (most.a ?? 0) : 0;
      return {
        words: before === after ? `still ${after ?? "no class"}` : `${before ?? "no class"} → ${after ?? "no class"}`,
        number: most ? `${most.label} ${signed(shift, (value) => value.toFixed(3))}` : "",
      };
    }
    case "detections": {
      const { onlyACount, onlyBCount, labelChanges, matched, unchanged, meanIou: iou, counts } = difference;
      const parts = [
        onlyBCount > 0 && `+${formatCount(onlyBCount)}`,
        onlyACount > 0 && `−${formatCount(onlyACount)}`,
        labelChanges > 0 && `${formatCount(labelChanges)} renamed`,
        matched - unchanged - labelChanges > 0 && `${formatCount(matched - unchanged - labelChanges)} changed`,
        iou !== null && `IoU ${iou.toFixed(2)}`,
      ];
      return {
        words: parts.filter(Boolean).join(", "),
        number: `${formatCount(counts[0])} / ${formatCount(counts[1])}`,
      };
    }
    case "keypoints":
      return {
        words: `${formatQuantity(difference.matched, "point")} matched`,
        number: difference.maxDistance === null ? "" : `max ${formatValue(difference.maxDistance, 3)} px`,
      };
    case "table": {
      const { changedRows, onlyA, onlyB, rowCounts, columnsOnlyA, columnsOnlyB } = difference;
      const parts = [
        changedRows > 0 && `${formatQuantity(changedRows, "row")} changed`,
        columnsOnlyA.length > 0 && `−${formatQuantity(columnsOnlyA.length, "column")}`,
        columnsOnlyB.length > 0 && `+${formatQuantity(columnsOnlyB.length, "column")}`,
        onlyA > 0 && `−${formatCount(onlyA)}`,
        onlyB > 0 && `+${formatCount(onlyB)}`,
      ];
      return {
        words: parts.filter(Boolean).join(", ") || "types of columns",
        number: `${formatCount(rowCounts[0])} / ${formatCount(rowCounts[1])}`,
      };
    }
    case "file":
      return { words: difference.facts.map(({ fact }) => fact.toLowerCase()).join(", "), number: "" };
    case "list": {
      const { differing, onlyA, onlyB, counts, largest } = difference;
      const items = `${formatCount(differing)} of ${formatQuantity(Math.max(...counts), "item")}`;
      const missing = [onlyA > 0 && `${formatCount(onlyA)} only in A`, onlyB > 0 && `${formatCount(onlyB)} only in B`];
      return {
        words: [items, ...missing].filter(Boolean).join(", "),
        number: largest ? differenceWords(largest.difference).number : "",
      };
    }
  }
}

function sizeChange([a, b]: readonly [{ width: number; height: number }, { width: number; height: number }]): string {
  if (a.width === b.width && a.height === b.height) return "other channels";
  return `${a.width} × ${a.height} → ${b.width} × ${b.height} px`;
}

function meanIou(ious: readonly number[]): string {
  return (ious.reduce((sum, iou) => sum + iou, 0) / Math.max(1, ious.length)).toFixed(2);
}

/** Of two numbers that differ: in so many digits that it is seen. */
export function numberTexts({ a, b }: { a: number | string; b: number | string }): [string, string] {
  const [short, other] = [numberText(a), numberText(b)];
  return short === other ? [String(a), String(b)] : [short, other];
}

function numberText(value: number | string): string {
  return typeof value === "number" ? formatValue(value, 6) : value;
}

/** With a real minus, and a plus for what grew; what the format shows as nothing has neither. */
export function signed(value: number, format: (magnitude: number) => string): string {
  const magnitude = format(Math.abs(value));
  if (magnitude === format(0)) return magnitude;
  return `${value > 0 ? "+" : "−"}${magnitude}`;
}
