import type { Tolerance } from "#graph/tolerances";
import type {
  ClassificationDifference,
  DetectionsDifference,
  ElementsDifference,
  ImageDifference,
  KeypointsDifference,
  MaskDifference,
  TextDifference,
  ValueDifference,
} from "#graph/value-differences";
import { intersectionOverUnion } from "../../nodes/box-geometry.ts";
import { factWords, howItDiffers, isSameSize, sizeWords } from "./difference-sentence.ts";
import { amount, counted, fixed, named, percent } from "./judgement-words.ts";

/** "error": whether it holds could not be said. The reason is a sentence without the name of the output and without a stop. */
export type Judgement = { state: "passed" | "failed" | "error"; reason: string };

/** Whether what became of an expected value is within the tolerance. */
export function judgeDifference(difference: ValueDifference, tolerance: Tolerance): Judgement {
  if (tolerance.rule === "ignore") return passed("not looked at");
  if (difference.kind === "same") return passed("the same");
  if (difference.kind === "unread") return { state: "error", reason: difference.reason };
  if (difference.kind === "other-kind") return failed(`a ${difference.b} came in the place of a ${difference.a}`);
  switch (tolerance.rule) {
    case "exact":
      return failed(howItDiffers(difference));
    case "close":
      return judgeClose(difference, tolerance);
    case "edits":
      return difference.kind === "text" ? judgeEdits(difference, tolerance) : unfit(difference, tolerance);
    case "pixels":
      return difference.kind === "image" ? judgePixels(difference, tolerance) : unfit(difference, tolerance);
    case "scores":
      return difference.kind === "classification" ? judgeScores(difference, tolerance) : unfit(difference, tolerance);
    case "boxes":
      return difference.kind === "detections" ? judgeBoxes(difference, tolerance) : unfit(difference, tolerance);
    case "overlap":
      return difference.kind === "mask" ? judgeOverlap(difference, tolerance) : unfit(difference, tolerance);
    case "cosine": {
      if (difference.kind !== "embedding") return unfit(difference, tolerance);
      const { lengths, cosine } = difference;
      if (lengths[0] !== lengths[1]) return failed(`${lengths[1]} numbers in the place of ${lengths[0]}`);
      if (cosine === null) return failed("its cosine is not a number: one of the vectors is zero or not finite");
      return atLeast("cosine", cosine, tolerance.min, 4);
    }
    case "points":
      return difference.kind === "keypoints" ? judgePoints(difference, tolerance) : unfit(difference, tolerance);
  }
}

type Rule<Name extends Tolerance["rule"]> = Extract<Tolerance, { rule: Name }>;

const passed = (reason: string): Judgement => ({ state: "passed", reason });
const failed = (reason: string): Judgement => ({ state: "failed", reason });

/** The output had another kind when the tolerance was chosen. */
function unfit({ kind }: ValueDifference, { rule }: Tolerance): Judgement {
  return {
    state: "error",
    reason: `the tolerance "${rule}" does not fit a ${kind}; choose another one for this output`,
  };
}

function judgeClose(difference: ValueDifference, { absolute, relative }: Rule<"close">): Judgement {
  switch (difference.kind) {
    case "number": {
      const { a, b } = difference;
      const allowed = typeof a === "number" ? absolute + relative * Math.abs(a) : 0;
      const distance = difference.absolute;
      const values = `${named(b)} in the place of ${named(a)}`;
      if (distance === null) return failed(values);
      const words = `${values}, ${amount(distance)} apart; ${amount(allowed)} is allowed`;
      return distance <= allowed ? passed(words) : failed(words);
    }
    case "tensor": {
      const { dtypes, shapes, elements } = difference;
      if (dtypes[0] !== dtypes[1]) return failed(`${dtypes[1]} in the place of ${dtypes[0]}`);
      if (!elements) return failed(`the shape [${shapes[1].join(", ")}] in the place of [${shapes[0].join(", ")}]`);
      return judgeElements(elements, "element");
    }
    case "audio":
      if (difference.facts.length > 0 || !difference.samples) return failed(factWords(difference.facts));
      return judgeElements(difference.samples, "sample");
    // Cells and leaves that are close enough were not counted among the changes.
    case "table":
    case "json":
      return failed(howItDiffers(difference));
    default:
      return unfit(difference, { rule: "close", absolute, relative });
  }
}

function judgeElements({ beyond = 0, total, max, notFinite, first }: ElementsDifference, noun: string): Judgement {
  const largest = max && `the largest difference is ${amount(max.absolute)}, at [${max.index.join(", ")}]`;
  if (beyond === 0) return passed(largest ?? "within the tolerance");
  const many = `${counted(beyond, noun)} of ${total.toLocaleString("en")} ${beyond === 1 ? "is" : "are"} further away than allowed`;
  const odd =
    notFinite > 0 && `${counted(notFinite, noun)} ${notFinite === 1 ? "is" : "are"} NaN or infinite in one of them`;
  const start =
    !largest && first && `the first is ${first.b} in the place of ${first.a}, at [${first.index.join(", ")}]`;
  return failed([many, odd, largest, start].filter(Boolean).join("; "));
}

function judgeEdits({ edits, isBound, lengths }: TextDifference, { share }: Rule<"edits">): Judgement {
  const got = edits / Math.max(1, ...lengths);
  const words = `${isBound ? "up to " : ""}${counted(edits, "edit")}, ${percent(got)} of the text; ${percent(share)} is allowed`;
  return got <= share ? passed(words) : failed(words);
}

function judgePixels({ sizes, pixels }: ImageDifference, { max, mean }: Rule<"pixels">): Judgement {
  if (!pixels) return failed(sizeWords(sizes));
  if (pixels.max > max) {
    return failed(`a pixel differs by ${pixels.max} of 255, at [${pixels.at.join(", ")}]; ${amount(max)} is allowed`);
  }
  const words = `pixels differ by ${amount(pixels.mean)} of 255 on average, by ${pixels.max} at most`;
  return pixels.mean > mean ? failed(`${words}; ${amount(mean)} is allowed on average`) : passed(words);
}

function judgeScores({ top, labels }: ClassificationDifference, { change }: Rule<"scores">): Judgement {
  if (top[0] !== top[1])
    return failed(`“${top[1] ?? "nothing"}” is the likeliest in the place of “${top[0] ?? "nothing"}”`);
  const [most] = labels;
  const shift = most ? Math.abs((most.a ?? 0) - (most.b ?? 0)) : 0;
  const words = `“${most?.label}” went from ${fixed(most?.a ?? 0, 3)} to ${fixed(most?.b ?? 0, 3)}; a change of ${amount(change)} is allowed`;
  return shift <= change ? passed(words) : failed(words);
}

function judgeBoxes(difference: DetectionsDifference, { minIou, scoreChange }: Rule<"boxes">): Judgement {
  const { sizes, counts, onlyA, onlyB, onlyACount, onlyBCount, labelChanges, maxScoreChange, meanIou } = difference;
  if (!isSameSize(sizes)) return failed(sizeWords(sizes));
  const faults: string[] = [];
  if (onlyACount > 0) {
    const [box] = onlyA;
    const nearest = box && Math.max(0, ...onlyB.map((other) => intersectionOverUnion(box, other)));
    const near = nearest ? `, IoU ${fixed(nearest, 2)} < ${fixed(minIou, 2)}` : "";
    faults.push(
      `${onlyACount.toLocaleString("en")} of ${counted(counts[0], "box", "boxes")} missing (${box?.label ?? "box"}${near})`,
    );
  }
  if (onlyBCount > 0) faults.push(`${counted(onlyBCount, "box", "boxes")} more (${onlyB[0]?.label ?? "box"})`);
  if (labelChanges > 0) {
    const renamed = difference.changed.find(({ a, b }) => a.label !== b.label);
    const example = renamed ? ` (“${renamed.a.label}” became “${renamed.b.label}”)` : "";
    faults.push(`${counted(labelChanges, "box", "boxes")} with another label${example}`);
  }
  if (maxScoreChange !== null && maxScoreChange > scoreChange) {
    faults.push(`a score changed by ${fixed(maxScoreChange, 3)}; ${amount(scoreChange)} is allowed`);
  }
  if (faults.length > 0) return failed(faults.join("; "));
  return passed(`${counted(counts[0], "box", "boxes")} found again, IoU ${fixed(meanIou ?? 1, 2)} on average`);
}

function judgeOverlap({ sizes, classes, differing }: MaskDifference, { minIou }: Rule<"overlap">): Judgement {
  if (differing === null) return failed(sizeWords(sizes));
  const worst = classes.toSorted((one, other) => (one.iou ?? 0) - (other.iou ?? 0))[0];
  return worst ? atLeast(`“${worst.label}”: IoU`, worst.iou ?? 0, minIou, 3) : failed("other classes");
}

function judgePoints(difference: KeypointsDifference, { distance }: Rule<"points">): Judgement {
  const { counts, matched, maxDistance, points } = difference;
  if (matched < Math.max(...counts)) {
    const odd = points.find((point) => point.distance === null);
    return failed(
      `${counted(matched, "point")} of ${counts[0]} found again${odd ? ` (“${odd.label}” is ${odd.b ? "new" : "missing"})` : ""}`,
    );
  }
  const words = `the furthest point moved by ${amount(maxDistance ?? 0)} px; ${amount(distance)} px is allowed`;
  return (maxDistance ?? 0) <= distance ? passed(words) : failed(words);
}

function atLeast(what: string, value: number, least: number, digits: number): Judgement {
  if (value >= least) return passed(`${what} ${fixed(value, digits)}; at least ${fixed(least, digits)} is asked`);
  return failed(`${what} ${fixed(value, digits)} < ${fixed(least, digits)}`);
}
