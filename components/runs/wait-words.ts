import type { NodeRunState } from "#graph/run-events";

/** What a paused step waits for: "Waits for an answer", "Waits for 3 answers", "Waits until 14:30". */
export function waitWords({ waits = [] }: Pick<NodeRunState, "waits">, now = new Date()): string {
  const questions = waits.filter(({ kind }) => kind === "approval").length;
  if (questions > 0) return questions === 1 ? "Waits for an answer" : `Waits for ${questions} answers`;
  const firstDue = Math.min(...waits.map(({ dueAt }) => dueAt ?? Infinity));
  return firstDue === Infinity ? "Waits" : `Waits until ${timeWords(new Date(firstDue), now)}`;
}

/** The time of day; on another day that day too. In the reader's time zone. */
export function timeWords(time: Date, now = new Date()): string {
  const clock = time.toLocaleTimeString("en-GB", { timeStyle: "short" });
  if (time.toDateString() === now.toDateString()) return clock;
  const isThisYear = time.getFullYear() === now.getFullYear();
  const year = isThisYear ? {} : ({ year: "numeric" } as const);
  return `${time.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...year })}, ${clock}`;
}
