import { expect } from "@playwright/test";
import type { Locator } from "@playwright/test";

export type Box = { x: number; y: number; width: number; height: number };

const LOOK_EVERY_MS = 120;

/** Where it lies once it lies still: views glide, nodes make room, and panels slide in. */
export async function settledBox(locator: Locator): Promise<Box> {
  await expect(locator).toBeVisible();
  const seen: (Box | null)[] = [];
  const isStill = async () => {
    seen.push(await locator.boundingBox());
    const [one, two, three] = seen.slice(-3);
    return !!one && !!two && !!three && isSame(one, two) && isSame(two, three);
  };
  await expect.poll(isStill, { intervals: [LOOK_EVERY_MS] }).toBe(true);
  return seen.at(-1)!;
}

function isSame(one: Box, other: Box): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}
