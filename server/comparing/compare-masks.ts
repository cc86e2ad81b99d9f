import type { ValueDifference } from "#graph/value-differences";
import type { MaskValue } from "#graph/values";
import { sizeOf } from "./compare-images.ts";

/** Class by class, by label: two masks may number their classes in other orders. */
export function compareMasks(a: MaskValue, b: MaskValue): ValueDifference {
  const isSameSize = a.width === b.width && a.height === b.height;
  const names = [...new Set([...a.labels, ...b.labels])];
  const placeOf = new Map(names.map((name, place) => [name, place]));
  const [placesA, placesB] = [a, b].map(({ labels }) => labels.map((label) => placeOf.get(label)!)) as [
    number[],
    number[],
  ];
  const counts = names.map(() => ({ a: 0, b: 0, both: 0 }));
  let differing = 0;
  if (isSameSize) {
    for (let index = 0; index < a.data.length; index++) {
      const [before, after] = [placesA[a.data[index]!], placesB[b.data[index]!]];
      if (before !== undefined) counts[before]!.a++;
      if (after !== undefined) counts[after]!.b++;
      if (before !== after) differing++;
      else if (before !== undefined) counts[before]!.both++;
    }
    if (differing === 0) return { kind: "same", how: "values" };
  } else {
    for (const index of a.data) if (placesA[index] !== undefined) counts[placesA[index]]!.a++;
    for (const index of b.data) if (placesB[index] !== undefined) counts[placesB[index]]!.b++;
  }
  return {
    kind: "mask",
    sizes: [sizeOf(a), sizeOf(b)],
    classes: names.flatMap((label, place) => {
      const { a: before, b: after, both } = counts[place]!;
      if (before + after === 0) return [];
      return [{ label, a: before, b: after, iou: isSameSize ? both / (before + after - both) : null }];
    }),
    differing: isSameSize ? differing : null,
    total: a.data.length,
  };
}
