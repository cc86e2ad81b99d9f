import type { ValueDifference } from "./value-differences.ts";

/** How far apart two values are, as a fraction 0–1: rough, for putting the largest first across kinds. */
export function magnitudeOf(difference: ValueDifference): number {
  return Math.min(1, Math.max(0, roughly(difference)));
}

function roughly(difference: ValueDifference): number {
  switch (difference.kind) {
    case "same":
      return 0;
    case "number":
      return difference.relative === null ? 1 : Math.abs(difference.relative);
    case "text":
      return 1 - difference.similarity;
    case "json":
      return difference.changeCount / 10;
    case "image":
      return difference.pixels ? difference.pixels.differing / difference.pixels.total : 1;
    case "mask":
      return difference.differing === null ? 1 : difference.differing / difference.total;
    case "tensor":
      if (!difference.elements || difference.elements.notFinite > 0) return 1;
      return difference.elements.meanRelative;
    case "audio":
      return difference.facts.length > 0 ? 1 : (difference.samples?.meanRelative ?? 1);
    case "embedding":
      return difference.cosine === null ? 1 : 1 - difference.cosine;
    case "classification": {
      const [most] = difference.labels;
      if (difference.top[0] !== difference.top[1]) return 1;
      return most ? Math.abs((most.a ?? 0) - (most.b ?? 0)) : 1;
    }
    case "detections": {
      const { onlyACount, onlyBCount, labelChanges, counts, meanIou } = difference;
      return (onlyACount + onlyBCount + labelChanges) / Math.max(1, ...counts) + 1 - (meanIou ?? 1);
    }
    case "keypoints":
      return difference.matched < Math.max(...difference.counts) ? 1 : (difference.meanDistance ?? 1) / 100;
    case "table": {
      const { changedRows, onlyA, onlyB, rowCounts, columnsOnlyA, columnsOnlyB } = difference;
      if (columnsOnlyA.length + columnsOnlyB.length > 0) return 1;
      return (changedRows + onlyA + onlyB) / Math.max(1, ...rowCounts);
    }
    case "list":
      return (difference.differing + difference.onlyA + difference.onlyB) / Math.max(1, ...difference.counts);
    case "boolean":
    case "file":
    case "other-kind":
    case "unread":
      return 1;
  }
}
