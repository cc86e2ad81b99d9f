import { hasRules } from "#graph/keeping-rules";
import type { Keeping } from "./storage-page";

/** Whether runs are being removed, or will be within seconds. Without rules nothing is applied, however lately they were taken away. */
export function isSweeping({ rules, changed, sweptAt, sweeps }: Keeping): boolean {
  const isNew = hasRules(rules) && changed !== null && (sweptAt === null || sweptAt < changed.at);
  return isNew || sweeps.some(({ endedAt }) => endedAt === null);
}
