import { expect, test } from "vitest";
import { createHistogram } from "./histogram.ts";

test("each bucket counts what is not above its bound, and the last one everything", () => {
  const histogram = createHistogram([1, 2, 4]);

  for (const value of [0.5, 1, 1.5, 4, 9]) histogram.add(value);

  expect(histogram.rows('model="wine"')).toEqual([
    ['_bucket{model="wine",le="1"}', 2],
    ['_bucket{model="wine",le="2"}', 3],
    ['_bucket{model="wine",le="4"}', 4],
    ['_bucket{model="wine",le="+Inf"}', 5],
    ['_sum{model="wine"}', 16],
    ['_count{model="wine"}', 5],
  ]);
});
