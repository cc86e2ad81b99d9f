import { NodeError } from "#graph/node-runner";

export const boxLayouts = ["yolov5", "yolov8", "yolov10"] as const;
export type BoxFormat = (typeof boxLayouts)[number];

/** How an output's numbers lie: `count` boxes of `size` numbers each, those of one box side by side or strided. */
export type BoxLayout = { format: BoxFormat; count: number; size: number; isBoxMajor: boolean };

/**
 * Reads from the shape (and, where that leaves a doubt, from the numbers) how a detector gives its boxes:
 *
 * - yolov5 `[1, n, 5 + classes]`: centre, size, objectness, then a score for each class
 * - yolov8 `[1, 4 + classes, n]`: centre, size, then a score for each class
 * - yolov10 `[1, n, 6]`: corners, score, class; suppression is done already
 *
 * The first two are taken in either order of their dimensions. `classCount` is 0 when it is not known.
 *
 * @throws NodeError "bad-params" when the shape is none of these.
 */
export function resolveLayout(
  { shape, numbers }: { shape: readonly number[]; numbers: ArrayLike<number> },
  { layout, classCount }: { layout: BoxFormat | "auto"; classCount: number },
): BoxLayout {
  const dims = shape.length === 3 && shape[0] === 1 ? shape.slice(1) : shape;
  const [first, last] = dims;
  if (dims.length !== 2 || first === undefined || last === undefined) throw notBoxes(shape);

  const endToEnd: BoxLayout = { format: "yolov10", count: first, size: 6, isBoxMajor: true };
  if (layout === "yolov10" || (layout === "auto" && last === 6 && areFinished(numbers))) {
    if (last !== 6) throw notBoxes(shape, "yolov10 gives 6 numbers for each box, [1, boxes, 6]");
    return endToEnd;
  }
  const formats = layout === "auto" ? (["yolov8", "yolov5"] as const) : [layout];
  const strided = (format: BoxFormat): BoxLayout => ({ format, count: last, size: first, isBoxMajor: false });
  const adjacent = (format: BoxFormat): BoxLayout => ({ format, count: first, size: last, isBoxMajor: true });
  if (classCount === 0) {
    const isStrided = first < last;
    const format = layout === "auto" ? (isStrided ? "yolov8" : "yolov5") : layout;
    const chosen = isStrided ? strided(format) : adjacent(format);
    if (chosen.size <= leadingNumbers(format)) throw notBoxes(shape);
    return chosen;
  }
  const fitting = formats
    .flatMap((format) => [strided(format), adjacent(format)])
    .filter(({ format, size }) => size === leadingNumbers(format) + classCount);
  const chosen = fitting.find(({ count, size }) => count > size) ?? fitting[0];
  if (!chosen) {
    const sizes = formats.map((format) => `${leadingNumbers(format) + classCount} (${format})`).join(" or ");
    throw notBoxes(shape, `with ${classCount} labels a box has ${sizes} numbers`);
  }
  return chosen;
}

/** How many numbers stand before the scores of the classes. */
export function leadingNumbers(format: BoxFormat): number {
  return format === "yolov5" ? 5 : 4;
}

/** Whether rows of six read as corners, score and a whole class: then no other layout is meant. */
function areFinished(numbers: ArrayLike<number>): boolean {
  for (let at = 0; at < numbers.length; at += 6) {
    const score = numbers[at + 4]!;
    const classIndex = numbers[at + 5]!;
    const hasCorners = numbers[at]! <= numbers[at + 2]! && numbers[at + 1]! <= numbers[at + 3]!;
    if (!hasCorners || !(score >= 0 && score <= 1) || !Number.isInteger(classIndex) || classIndex < 0) return false;
  }
  return true;
}

function notBoxes(shape: readonly number[], detail?: string): NodeError {
  const layouts = "[1, n, 5 + classes] (yolov5), [1, 4 + classes, n] (yolov8) or [1, n, 6] (yolov10)";
  const message =
    `The model's output has the shape [${shape.join(", ")}], which is not a layout of boxes: ${detail ?? layouts}. ` +
    `Check the labels and the box layout, or use "Run model".`;
  return new NodeError("bad-params", message, { param: "boxLayout" });
}
