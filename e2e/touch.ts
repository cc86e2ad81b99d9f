import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

type Point = { x: number; y: number };

/** Twice as long as browsers take a finger for one that still moves. */
const REST_MS = 100;

/** Fingers on the screen, which Playwright itself has only for taps. */
export async function touches(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: Point[]) =>
    cdp.send("Input.dispatchTouchEvent", { type, touchPoints: touchPoints.map(({ x, y }, id) => ({ x, y, id })) });
  return {
    /** One finger that lies still until what it opens is there. */
    async hold(finger: Point, { opens }: { opens: Locator }) {
      await send("touchStart", [finger]);
      await expect(opens).toBeVisible();
      await send("touchEnd", []);
    },
    /** One finger or several, each from its place by the same way. */
    async drag(fingers: Point[], by: Point) {
      const steps = 8;
      await send("touchStart", fingers);
      for (let step = 1; step <= steps; step++) {
        await send(
          "touchMove",
          fingers.map(({ x, y }) => ({ x: x + (by.x * step) / steps, y: y + (by.y * step) / steps })),
        );
      }
      // A finger that leaves while it moves flings, and the browser takes the next tap for one that stops the fling.
      await page.waitForTimeout(REST_MS);
      await send("touchEnd", []);
    },
  };
}
