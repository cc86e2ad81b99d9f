import { z } from "zod";

export const MAX_KEPT_DAYS = 3_650;
export const MAX_KEPT_RUNS = 10_000_000;
/** 1 PB. */
export const MAX_KEPT_BYTES = 1e15;
/** 1 MB: less than that a single picture takes. */
export const MIN_KEPT_BYTES = 1e6;

/** Which runs a workspace lets go, the oldest first; null where a rule does not hold. Starred runs are not counted and stay. */
export const keepingRulesSchema = z.strictObject({
  /** Those that ended longer ago. */
  maxAgeDays: z.int().min(1).max(MAX_KEPT_DAYS).nullable(),
  /** Those beyond so many. */
  maxRuns: z.int().min(1).max(MAX_KEPT_RUNS).nullable(),
  /** Those beyond so many bytes of records, and of artifacts that no model and no workflow needs. */
  maxBytes: z.int().min(MIN_KEPT_BYTES).max(MAX_KEPT_BYTES).nullable(),
});

export type KeepingRules = z.infer<typeof keepingRulesSchema>;

export const noRules: KeepingRules = { maxAgeDays: null, maxRuns: null, maxBytes: null };

export function hasRules({ maxAgeDays, maxRuns, maxBytes }: KeepingRules): boolean {
  return maxAgeDays !== null || maxRuns !== null || maxBytes !== null;
}
