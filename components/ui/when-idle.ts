/** Does it once nothing more urgent waits, within a few seconds; what it gives keeps it from being done. */
export function whenIdle(work: () => void): () => void {
  // Safari has no requestIdleCallback.
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(work, 300);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: 3_000 });
  return () => cancelIdleCallback(handle);
}

/** Does it once the browser has drawn what the page is now. */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work));
}
