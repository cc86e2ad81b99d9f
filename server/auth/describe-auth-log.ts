/** A line of Better Auth's log without the values of failed queries: tokens of sessions are among them. */
export function describeAuthLog(message: string, details: readonly unknown[]): string {
  return [withoutParams(message), ...details.map(wordsOf)].filter(Boolean).join(" ");
}

function wordsOf(detail: unknown): string {
  if (!(detail instanceof Error)) return typeof detail === "string" ? withoutParams(detail) : "";
  const cause = detail.cause instanceof Error ? `: ${detail.cause.message}` : "";
  return withoutParams(detail.message) + cause;
}

/** Drizzle writes them into the message, on the last line. */
function withoutParams(text: string): string {
  return text.replace(/\nparams: [\s\S]*$/, "");
}
