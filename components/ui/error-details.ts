/** What a person can send to whoever mends it. */
export function errorDetails(what: string, error: Error): string {
  const where = typeof location === "undefined" ? "" : `\n${location.pathname}${location.search}`;
  return `${what}: ${error.name}: ${error.message}${where}\n${error.stack ?? ""}`;
}
