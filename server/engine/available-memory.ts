import { totalmem } from "node:os";

/** The machine's, or its container's where that has less. */
export function availableMemory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}
