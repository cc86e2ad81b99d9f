import type { ToleranceRule } from "#graph/tolerances";

/** As people choose them. */
export const ruleTitles: Record<ToleranceRule, string> = {
  exact: "Exactly the same",
  ignore: "Not looked at",
  close: "Close numbers",
  edits: "Few edits",
  pixels: "Close pixels",
  scores: "Same label, close scores",
  boxes: "Matching boxes",
  overlap: "Overlap",
  cosine: "Cosine similarity",
  points: "Close points",
};

/** A number of a tolerance; `scale` makes of what is kept what people read and type. */
export type ToleranceNumber = { name: string; label: string; unit?: string; scale?: number };

export const toleranceNumbers: Record<ToleranceRule, readonly ToleranceNumber[]> = {
  exact: [],
  ignore: [],
  close: [
    { name: "absolute", label: "Apart, at most" },
    { name: "relative", label: "and of the number", unit: "%", scale: 100 },
  ],
  edits: [{ name: "share", label: "Of the text, at most", unit: "%", scale: 100 }],
  pixels: [
    { name: "max", label: "A pixel, at most", unit: "of 255" },
    { name: "mean", label: "On average, at most", unit: "of 255" },
  ],
  scores: [{ name: "change", label: "A probability, at most" }],
  boxes: [
    { name: "minIou", label: "IoU, at least" },
    { name: "scoreChange", label: "A score, at most" },
  ],
  overlap: [{ name: "minIou", label: "IoU of each class, at least" }],
  cosine: [{ name: "min", label: "Cosine, at least" }],
  points: [{ name: "distance", label: "Moved, at most", unit: "px" }],
};
