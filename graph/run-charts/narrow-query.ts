import { instantOf, utcOf, wallClock } from "../run-query/date-range.ts";
import { printClause } from "../run-query/print-run-query.ts";
import type { FieldName, RunTest } from "../run-query/run-query.ts";

/** The query with further clauses behind it, each of one field and value. */
export function narrowed(query: string, more: readonly { field: FieldName; test: RunTest }[]): string {
  const clauses = more.map(({ field, test }) => printClause({ field, isNegated: false, tests: [test] }));
  return [query, ...clauses].filter(Boolean).join(" ");
}

/**
 * What asks for runs of a stretch of time, on the minute, in words of the reader's clock: with its offset where the clock
 * shows that minute twice.
 */
export function startedBetween(from: number, to: number, timeZone: string): { field: FieldName; test: RunTest }[] {
  const at = (comparison: ">=" | "<", moment: number): { field: FieldName; test: RunTest } => ({
    field: "started",
    test: { kind: "date", comparison, date: onlyMinuteOf(moment, timeZone) },
  });
  return [at(">=", from), at("<", to)];
}

/** "2026-11-01T14:30" */
export function minuteOf(moment: number, timeZone: string): string {
  const [year, ...rest] = wallClock(new Date(moment), timeZone).map((part) => String(part).padStart(2, "0"));
  return `${year!.padStart(4, "0")}-${rest[0]}-${rest[1]}T${rest[2]}:${rest[3]}`;
}

function onlyMinuteOf(moment: number, timeZone: string): string {
  const clock = wallClock(new Date(moment), timeZone);
  const shown = minuteOf(moment, timeZone);
  if (instantOf(clock, timeZone).getTime() === moment) return shown;
  const minutes = Math.round((utcOf(clock) - moment) / 60_000);
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${shown}${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}
