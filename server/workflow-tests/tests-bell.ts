import "#server-only";
import { channels } from "../queue/channels.ts";
import type { Bell } from "../queue/ring-bell.ts";

/** What workers hear when there may be results to judge. */
export const TESTS_BELL = "tests";

export function ringTestsBell(bell: Bell): void {
  bell.ring(channels.queue, TESTS_BELL);
}
