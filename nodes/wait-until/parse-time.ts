const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const timePattern = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;
const zonelessPattern = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/** Milliseconds since the epoch, or what is wrong with the text as a whole sentence. */
export function parseTime(text: string): number | { problem: string } {
  const trimmed = text.trim();
  const isTime = dayPattern.test(trimmed) || timePattern.test(trimmed);
  const milliseconds = isTime ? Date.parse(trimmed.replace(" ", "T")) : Number.NaN;
  if (!Number.isNaN(milliseconds) && isRealDay(trimmed)) return milliseconds;
  const shown = trimmed.length > 40 ? `${trimmed.slice(0, 40)}…` : trimmed;
  if (!isTime && zonelessPattern.test(trimmed)) {
    return { problem: `"${shown}" has no time zone. Add one: "Z" for UTC, or an offset such as "+01:00".` };
  }
  return { problem: `"${shown}" is no time. Write one such as 2026-12-01T09:00:00Z, or a day such as 2026-12-01.` };
}

/** JavaScript takes 30 February for 2 March. */
function isRealDay(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split("-").map(Number);
  return new Date(Date.UTC(year!, month! - 1, day)).getUTCDate() === day;
}
