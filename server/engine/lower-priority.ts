import { constants, getPriority, setPriority } from "node:os";

/** In nice values, where that is what priorities are; on Windows it makes "below normal" of "normal". */
const STEPS_DOWN = constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Lets a process that computes stand behind this one and all that answer people, heartbeat and store: it takes what time of
 * the processors they leave, all of it where they are idle. To be called as soon as the process is there, since threads
 * take the priority over from the one that starts them. Anyone may lower, everywhere.
 */
export function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, Math.min(constants.priority.PRIORITY_LOW, getPriority() + STEPS_DOWN));
  } catch {
    // It has ended already.
  }
}
