import { z } from "zod";
import type { Kind } from "./kinds.ts";
import { isRecordedList } from "./recorded-values.ts";
import type { RecordedFlow, RecordedValue } from "./recorded-values.ts";

const finite = z.number().min(0).max(1e300);
const fraction = z.number().min(0).max(1);
const channel = z.number().min(0).max(255);

/** How far an output may be from what a test expects of it. Of a list the rule holds for each item. */
export const toleranceSchema = z.discriminatedUnion("rule", [
  /** The same value, to the last bit. */
  z.strictObject({ rule: z.literal("exact") }),
  /** The output is not looked at. */
  z.strictObject({ rule: z.literal("ignore") }),
  /** Each number within `absolute` + `relative` × |expected|; what is no number exactly. */
  z.strictObject({ rule: z.literal("close"), absolute: finite, relative: finite }),
  /** Characters to change, as a fraction of the longer text. */
  z.strictObject({ rule: z.literal("edits"), share: fraction }),
  /** Every pixel within `max`, all channels of all pixels within `mean` on average: 0–255. */
  z.strictObject({ rule: z.literal("pixels"), max: channel, mean: channel }),
  /** The same likeliest label, and every probability within `change`. */
  z.strictObject({ rule: z.literal("scores"), change: fraction }),
  /** Every box has a partner of its label that shares at least `minIou` with it, and a score within `scoreChange`. */
  z.strictObject({ rule: z.literal("boxes"), minIou: fraction, scoreChange: fraction }),
  /** Every class of a mask shares at least this much of its area. */
  z.strictObject({ rule: z.literal("overlap"), minIou: fraction }),
  z.strictObject({ rule: z.literal("cosine"), min: z.number().min(-1).max(1) }),
  /** Every point within `distance` pixels. */
  z.strictObject({ rule: z.literal("points"), distance: finite }),
]);
export type Tolerance = z.infer<typeof toleranceSchema>;
export type ToleranceRule = Tolerance["rule"];

const rulesByKind: Partial<Record<Kind, readonly ToleranceRule[]>> = {
  number: ["close"],
  text: ["edits"],
  json: ["close"],
  image: ["pixels"],
  audio: ["close"],
  tensor: ["close"],
  table: ["close"],
  embedding: ["cosine"],
  classification: ["scores"],
  detections: ["boxes"],
  mask: ["overlap"],
  keypoints: ["points"],
};

/** What may be chosen for a kind; null is a list without items, of which nothing is known. */
export function rulesFor(kind: Kind | null): ToleranceRule[] {
  return ["exact", ...((kind && rulesByKind[kind]) ?? []), "ignore"];
}

/** Each rule with the numbers that it starts with. */
export const initialTolerances: { [Rule in ToleranceRule]: Extract<Tolerance, { rule: Rule }> } = {
  exact: { rule: "exact" },
  ignore: { rule: "ignore" },
  // What float32 gives on another processor stays within these; whole numbers below 10,000 stay exact.
  close: { rule: "close", absolute: 1e-5, relative: 1e-4 },
  edits: { rule: "edits", share: 0.1 },
  pixels: { rule: "pixels", max: 8, mean: 0.5 },
  scores: { rule: "scores", change: 0.05 },
  boxes: { rule: "boxes", minIou: 0.75, scoreChange: 0.1 },
  overlap: { rule: "overlap", minIou: 0.95 },
  cosine: { rule: "cosine", min: 0.99 },
  points: { rule: "points", distance: 3 },
};

/** What a test asks of an output when nobody says otherwise: words, whole numbers and files exactly, what models compute roughly. */
export function defaultTolerance(record: RecordedFlow): Tolerance {
  const value = firstValueOf(record);
  if (!value || isDiscrete(value)) return initialTolerances.exact;
  const [rule] = rulesByKind[value.kind] ?? [];
  return initialTolerances[rule ?? "exact"];
}

/** The kind of a value, or of the items of a list; null where a list has none. */
export function kindOfRecord(record: RecordedFlow): Kind | null {
  return firstValueOf(record)?.kind ?? null;
}

function firstValueOf(record: RecordedFlow): RecordedValue | null {
  if (!isRecordedList(record)) return record;
  for (const item of record.items) {
    const value = item && firstValueOf(item);
    if (value) return value;
  }
  return null;
}

function isDiscrete({ kind, preview }: RecordedValue): boolean {
  if (kind === "text" || kind === "json") return true;
  if (preview.kind === "number") return Number.isInteger(preview.value);
  return preview.kind === "tensor" && !preview.dtype.startsWith("float");
}
