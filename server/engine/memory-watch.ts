import { readFileSync } from "node:fs";

const CHECK_EVERY_MS = 250;
const PAGE_BYTES = 4_096;

/**
 * Watches how much memory a process holds, from outside: a native allocation does not count towards the limits of its
 * JavaScript heap, and a thread that computes cannot watch itself. Only Linux tells (/proc); elsewhere nothing is watched.
 */
export function watchMemory(
  pid: number,
  { limitBytes, onExceeded }: { limitBytes: number; onExceeded: (bytes: number) => void },
) {
  const timer = setInterval(() => {
    const bytes = residentBytes(pid);
    if (bytes !== null && bytes > limitBytes) onExceeded(bytes);
  }, CHECK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

export function residentBytes(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return null;
  }
}
