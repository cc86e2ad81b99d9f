import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { framesWhile } from "./frame-times.ts";
import type { Frames } from "./frame-times.ts";
import { nodeAt } from "./large-graph.ts";

/** Of each gesture. Few, since with a screen that the processor draws they are most of a visit, at either canvas. */
const STEPS = 16;

export type Visit = {
  openMs: number;
  /** The longest task of the page until it was open. */
  openTaskMs: number;
  drag: Frames;
  dragHundred: Frames;
  pan: Frames;
  /** From the whole graph to a size at which one reads. */
  zoom: Frames;
  dragNear: Frames;
  panNear: Frames;
};

/** Opens a canvas and does on it what people do: both ours and the control, by the same hand. */
export async function visit(
  browser: Browser,
  {
    address,
    size,
    storageState,
  }: { address: string; size: number; storageState?: BrowserContextOptions["storageState"] },
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState,
  });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable");
  try {
    const { openMs, openTaskMs } = await open(page, { address, size });
    const watched = (gesture: () => Promise<void>) => framesWhile({ page, cdp }, { steps: STEPS, gesture });
    const drag = await dragNode(page, { watched, step: 4 });
    await selectHundred(page, size);
    const dragHundred = await dragNode(page, { watched, step: 4 });
    await page.keyboard.press("Escape");
    const pan = await watched(() => wheel(page, { x: 8, y: 4 }));
    await page.keyboard.down("Control");
    const zoom = await watched(() => wheel(page, { x: 0, y: -1_660 / STEPS }));
    await page.keyboard.up("Control");
    const dragNear = await dragNode(page, { watched, step: 8 });
    const panNear = await watched(() => wheel(page, { x: 40, y: 20 }));
    return { openMs, openTaskMs, drag, dragHundred, pan, zoom, dragNear, panNear };
  } finally {
    await context.close();
  }
}

/** From the address to the frame in which all nodes and wires are there and the page takes clicks. */
async function open(page: Page, { address, size }: { address: string; size: number }) {
  await page.addInitScript((size) => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ entryTypes: ["longtask"] });
    const opened = Promise.withResolvers<{ openMs: number; openTaskMs: number }>();
    Object.assign(globalThis, { opened: opened.promise });
    const count = (name: string) => document.getElementsByClassName(name).length;
    // From afar ours are one drawing, in which each begins with a move.
    const drawn = () =>
      [...document.querySelectorAll(".far-wires path")].reduce(
        (sum, path) => sum + path.getAttribute("d")!.split("M").length - 1,
        0,
      );
    requestAnimationFrame(function look() {
      const isThere = count("react-flow__node") >= size && (count("react-flow__edge") >= size || drawn() >= size);
      if (!isThere) return void requestAnimationFrame(look);
      // The frame is on the screen when the next one begins.
      requestAnimationFrame((at) => opened.resolve({ openMs: at, openTaskMs: Math.max(0, ...tasks) }));
    });
  }, size);
  await page.goto(address, { waitUntil: "commit" });
  const result = await page.evaluate(
    () => (globalThis as unknown as { opened: Promise<{ openMs: number; openTaskMs: number }> }).opened,
  );
  // What follows the opening is over: pictures, saved state, routes.
  await page.waitForTimeout(700);
  return result;
}

/** A node near the middle of the window, to and fro. */
async function dragNode(
  page: Page,
  { watched, step }: { watched: (gesture: () => Promise<void>) => Promise<Frames>; step: number },
): Promise<Frames> {
  const middle = await page.evaluate(() => {
    const away = ({ left, top, width, height }: DOMRect) => Math.hypot(left + width / 2 - 720, top + height / 2 - 450);
    const boxes = [...document.querySelectorAll(".react-flow__node")].map((node) => node.getBoundingClientRect());
    const [nearest] = boxes.sort((a, b) => away(a) - away(b));
    return { x: nearest!.x + nearest!.width / 2, y: nearest!.y + Math.min(nearest!.height / 2, 15) };
  });
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  const frames = await watched(async () => {
    for (let index = 0; index < STEPS; index++) {
      const away = index < STEPS / 2 ? index : STEPS - index;
      await page.mouse.move(middle.x + away * step, middle.y + away * step);
    }
  });
  await page.mouse.up();
  await page.waitForTimeout(300);
  return frames;
}

/** A box round ten rows and ten columns in the middle of the sheet. */
async function selectHundred(page: Page, size: number): Promise<void> {
  const [first, last] = await page.evaluate(
    (ids) =>
      ids.map((id) => document.querySelector(`.react-flow__node[data-id="${id}"]`)!.getBoundingClientRect().toJSON()),
    [nodeAt({ row: 8, column: 15 }, size), nodeAt({ row: 17, column: 24 }, size)],
  );
  await page.mouse.move(first.left - 2, first.top - 2);
  await page.mouse.down();
  await page.mouse.move(last.right + 2, last.bottom + 2, { steps: 5 });
  await page.mouse.up();
  await page.waitForTimeout(100);
}

async function wheel(page: Page, { x, y }: { x: number; y: number }): Promise<void> {
  for (let index = 0; index < STEPS; index++) await page.mouse.wheel(index < STEPS / 2 || y < 0 ? x : -x, y);
}
