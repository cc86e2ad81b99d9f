/**
 * SQLSTATE classes and codes after which the same statement may well succeed: connection, shutdown, deadlock, no room. And
 * 23503, a missing row: one of an artifact that was cleared away while the statement referred to it is written by the next try.
 */
const transientCodes = /^(08|57P0|40001$|40P01$|53|55P03$|57014$|23503$)/;
const transientSystemCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
]);

/** Whether the database could not be asked, as against having refused what it was asked. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (transientSystemCodes.has(code) || transientCodes.test(code)) return true;
  // pg gives these without a code.
  return code === "" && /connection|timeout|terminated|not queryable/i.test(error.message);
}
