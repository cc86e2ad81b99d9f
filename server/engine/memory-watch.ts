import { readFileSync } from "node:fs";

const CHECK_EVERY_MS = 100;
const PAGE_BYTES = 4_096;

export type MemoryWatch = {
  /** What the process says of itself; all that is known where the system does not tell. */
  told: (residentBytes: number) => void;
  stop: () => void;
};

/**
 * Watches how much memory a process holds, from outside: a native allocation does not count towards the limits of its
 * JavaScript heap, and a thread that computes cannot watch itself. Linux tells (/proc), at 20 µs a look; elsewhere the
 * process's own word is taken, which does not come while it computes.
 */
export function watchMemory(
  pid: number,
  { limitBytes, onExceeded }: { limitBytes: number; onExceeded: (bytes: number) => void },
): MemoryWatch {
  let isExceeded = false;
  const timer = setInterval(() => look(residentBytes(pid) ?? 0), CHECK_EVERY_MS);
  timer.unref();

  function look(bytes: number) {
    if (isExceeded || bytes <= limitBytes) return;
    isExceeded = true;
    clearInterval(timer);
    onExceeded(bytes);
  }
  return { told: look, stop: () => clearInterval(timer) };
}

export function residentBytes(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return null;
  }
}
