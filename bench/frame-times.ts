import type { CDPSession, Page } from "@playwright/test";

export type Frames = {
  /** Between one frame and the next, in milliseconds. */
  meanMs: number;
  p50Ms: number;
  p95Ms: number;
  /** Work of the page's main thread for each step of the gesture: seen where frames keep up with the screen. */
  workMs: number;
  longestTaskMs: number;
};

/** Takes the times of all frames while a gesture of so many steps is made. */
export async function framesWhile(
  { page, cdp }: { page: Page; cdp: CDPSession },
  { steps, gesture }: { steps: number; gesture: () => Promise<void> },
): Promise<Frames> {
  const recording = await page.evaluateHandle(() => {
    const state = { isOver: false, deltas: [] as number[], tasks: [] as number[] };
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) state.tasks.push(duration);
    });
    observer.observe({ entryTypes: ["longtask"] });
    let last: number | undefined;
    requestAnimationFrame(function frame(at) {
      if (last !== undefined) state.deltas.push(at - last);
      last = at;
      if (!state.isOver) requestAnimationFrame(frame);
      else observer.disconnect();
    });
    return state;
  });
  const before = await taskSeconds(cdp);
  await gesture();
  const workMs = ((await taskSeconds(cdp)) - before) * 1_000;
  const { deltas, tasks } = await recording.evaluate((state) => {
    state.isOver = true;
    return { deltas: state.deltas, tasks: state.tasks };
  });
  const sorted = deltas.toSorted((a, b) => a - b);
  const at = (fraction: number) => sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? 0;
  return {
    meanMs: deltas.reduce((sum, delta) => sum + delta, 0) / deltas.length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    workMs: workMs / steps,
    longestTaskMs: Math.max(0, ...tasks),
  };
}

async function taskSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
}
