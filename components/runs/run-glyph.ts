import type { RunStatus } from "#graph/run-events";
import type { Status } from "../ui/status-glyph.tsx";

/** The sign of a run's status. A step that has not begun waits for other steps; a run that waits does so for a person or a time. */
export function runGlyph(status: RunStatus): Status {
  return status === "waiting" ? "paused" : status;
}
