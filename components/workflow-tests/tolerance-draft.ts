import type { Tolerance, ToleranceRule } from "#graph/tolerances";
import { toleranceSchema } from "#graph/tolerances";
import { readNumber } from "../ui/read-number.ts";
import { toleranceNumbers } from "./tolerance-words.ts";

/** A tolerance as it is typed. */
export type ToleranceDraft = { rule: ToleranceRule; numbers: Readonly<Record<string, string>> };

export function draftOf(tolerance: Tolerance): ToleranceDraft {
  const kept = tolerance as Record<string, string | number>;
  const numbers = toleranceNumbers[tolerance.rule].map(({ name, scale = 1 }) => {
    // 1e-4 × 100 is not 0.01 to the last bit.
    return [name, String(Number((Number(kept[name]) * scale).toPrecision(12)))] as const;
  });
  return { rule: tolerance.rule, numbers: Object.fromEntries(numbers) };
}

/** Null while one of its numbers is none, or out of its range. */
export function readDraft({ rule, numbers }: ToleranceDraft): Tolerance | null {
  const typed = toleranceNumbers[rule].map(({ name, scale = 1, unit }) => {
    const read = readNumber(numbers[name] ?? "", unit);
    return [name, "value" in read ? Number((read.value / scale).toPrecision(12)) : NaN] as const;
  });
  const read = toleranceSchema.safeParse({ rule, ...Object.fromEntries(typed) });
  return read.success ? read.data : null;
}

/** By output; null while one of them cannot be read. */
export function readDrafts(drafts: Readonly<Record<string, ToleranceDraft>>): Record<string, Tolerance> | null {
  const tolerances: Record<string, Tolerance> = {};
  for (const [output, draft] of Object.entries(drafts)) {
    const tolerance = readDraft(draft);
    if (!tolerance) return null;
    tolerances[output] = tolerance;
  }
  return tolerances;
}
