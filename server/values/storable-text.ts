/** Whether Postgres and JSON keep the text as it is: no NUL, no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** The start of a text for people to see, at most `limit` characters, with what cannot be stored replaced. */
export function shownText(text: string, limit: number): string {
  const start = text.length > limit ? text.slice(0, limit) : text;
  return isStorable(start) ? start : start.toWellFormed().replaceAll("\0", "\u2400");
}
