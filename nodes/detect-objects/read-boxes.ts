import type { Box } from "../box-geometry.ts";
import { leadingNumbers } from "./box-layout.ts";
import type { BoxLayout } from "./box-layout.ts";

/** A box as the model gives it, in pixels of its input. */
export type Candidate = Box & { score: number; classIndex: number };

/** The boxes whose best class scores at least `minScore`, in the model's order. What is not a number is left out. */
export function readBoxes(
  numbers: ArrayLike<number>,
  { layout, minScore }: { layout: BoxLayout; minScore: number },
): Candidate[] {
  const { format, count, size, isBoxMajor } = layout;
  const [boxStep, numberStep] = isBoxMajor ? [size, 1] : [1, count];
  const lead = leadingNumbers(format);
  const candidates: Candidate[] = [];
  for (let i = 0; i < count; i++) {
    const at = (number: number) => numbers[i * boxStep + number * numberStep]!;
    if (format === "yolov10") {
      const [x, y, right, bottom, score] = [at(0), at(1), at(2), at(3), at(4)];
      if (score >= minScore) {
        candidates.push({ x, y, width: right - x, height: bottom - y, score, classIndex: Math.trunc(at(5)) });
      }
      continue;
    }
    const objectness = format === "yolov5" ? at(4) : 1;
    if (!(objectness >= minScore)) continue;
    let best = lead;
    for (let number = lead + 1; number < size; number++) if (at(number) > at(best)) best = number;
    const score = objectness * at(best);
    if (!(score >= minScore)) continue;
    const [width, height] = [at(2), at(3)];
    candidates.push({
      x: at(0) - width / 2,
      y: at(1) - height / 2,
      width,
      height,
      score,
      classIndex: best - lead,
    });
  }
  return candidates.filter(({ x, y, width, height }) => Number.isFinite(x + y) && width > 0 && height > 0);
}
