import { formatBytes } from "../ui/format-bytes.ts";
import { formatCount } from "../ui/format-number.ts";
import type { RemovalPreview } from "./storage-page";

/** "1,204 runs that ended up to 3 May 2026, with 8.1 GB"; null where nothing goes. */
export function removedWords({ runs, bytes, endedUpTo }: RemovalPreview): string | null {
  if (runs === 0 || endedUpTo === null) return null;
  const day = endedUpTo.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  return `${formatCount(runs)} ${runs === 1 ? "run" : "runs"} that ended up to ${day}, with ${formatBytes(bytes)}`;
}

/** "12 starred runs stay"; null where there are none that would go else. */
export function starredWords({ starred }: RemovalPreview): string | null {
  if (starred === 0) return null;
  return starred === 1 ? "1 starred run stays." : `${formatCount(starred)} starred runs stay.`;
}
