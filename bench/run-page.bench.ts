import type { Page } from "@playwright/test";
import { becomeOwner, importWorkflow, inBrowser } from "./browser-bench.ts";
import { intervalOf, median } from "./compare.ts";
import { type Frames, framesWhile } from "./frame-times.ts";
import { largeGraph } from "./large-graph.ts";
import type { Result } from "./result.ts";

const STEPS = 1_000;
const ROUNDS = 5;
const GESTURE = 30;

type Visit = { openMs: number; wholeMs: number; chooseMs: number; scroll: Frames; zoom: Frames; scrub: Frames };

/** P16: the page of a run of 1,000 steps, from the address to where a step can be chosen, and what one does there. */
async function largeRun(): Promise<Result> {
  const visits = await inBrowser(async (browser) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await becomeOwner(page);
    await importWorkflow(page, { title: `${STEPS} steps`, graph: rowsOfSteps() });
    const address = await runOnce(page);
    const visits: Visit[] = [];
    // The first round fills caches of the browser and is not counted.
    for (let round = -1; round < ROUNDS; round++) {
      const visit = await visitRun(await context.newPage(), address);
      if (round >= 0) visits.push(visit);
    }
    return visits;
  });
  const opens = visits.map(({ openMs }) => openMs / 1_000);
  const [low, high] = intervalOf(opens);
  const open = median(opens);
  const of = (value: (visit: Visit) => number) => median(visits.map(value)).toFixed(0);
  const frames = (name: "scroll" | "zoom" | "scrub") =>
    `${name} ${of((visit) => visit[name].p50Ms)}/${of((visit) => visit[name].p95Ms)} ms`;
  return {
    id: "P16",
    what: "page of a run of 1,000 steps: from the address until a step can be chosen",
    figure: `${open.toFixed(2)} s [${low.toFixed(2)}–${high.toFixed(2)}]`,
    must: "≤ 1 s",
    aim: "0.6 s",
    isMet: open <= 1,
    how:
      `timeline and values of the run are on the screen and its graph as a sketch, all nodes of the canvas after ${(median(visits.map(({ wholeMs }) => wholeMs)) / 1_000).toFixed(2)} s; choosing a step ${of(({ chooseMs }) => chooseMs)} ms to its drawer; ` +
      `frames p50/p95: ${frames("scroll")}, ${frames("zoom")}, ${frames("scrub")}; longest task while scrubbing ${of(({ scrub }) => scrub.longestTaskMs)} ms; ${ROUNDS} visits`,
  };
}

/** Without the wires from above, with which texts would double at each step. */
function rowsOfSteps() {
  const { nodes, edges, ...rest } = largeGraph(STEPS);
  const kept = Object.values(edges).filter(({ to }) => to.port === "left");
  const single = Object.values(nodes).map((node) => ({
    ...node,
    params: { template: kept.some(({ to }) => to.node === node.id) ? "{{left}}" : "start" },
  }));
  return {
    ...rest,
    nodes: Object.fromEntries(single.map((node) => [node.id, node])),
    edges: Object.fromEntries(kept.map((edge) => [edge.id, edge])),
  };
}

/** Runs the workflow that is open, and gives the address of the run. */
async function runOnce(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("contentinfo", { name: "Run" }).getByText("Done").waitFor({ timeout: 120_000 });
  await page.getByRole("link", { name: "Open run" }).click();
  await page.getByRole("heading", { name: /^Run \d/ }).waitFor();
  return page.url();
}

async function visitRun(page: Page, address: string): Promise<Visit> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  try {
    const { openMs, wholeMs } = await open(page, address);
    // What follows the opening is over: routes of wires, pictures.
    await page.waitForTimeout(700);
    const chooseMs = await chooseStep(page);
    const watched = (gesture: () => Promise<void>) => framesWhile({ page, cdp }, { steps: GESTURE, gesture });
    const table = page.getByRole("table", { name: "Steps" });
    const box = (await table.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
    const scroll = await watched(() => wheel(page, 240));
    await page.keyboard.down("Control");
    const zoom = await watched(() => wheel(page, -60));
    await page.keyboard.up("Control");
    await page.keyboard.press("0");
    const slider = page.getByRole("slider", { name: "Moment that is shown" });
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("button", { name: "Back to how it ended" }).and(page.locator(":enabled")).waitFor();
    const scrub = await watched(async () => {
      for (let index = 0; index < GESTURE; index++) await page.keyboard.press("PageDown");
    });
    return { openMs, wholeMs, chooseMs, scroll, zoom, scrub };
  } finally {
    await page.close();
  }
}

/**
 * To the frame in which steps and values are there and take clicks, and the graph is seen: as a sketch, or drawn by the canvas.
 * And to the one in which the canvas has drawn all nodes.
 */
async function open(page: Page, address: string): Promise<{ openMs: number; wholeMs: number }> {
  await page.addInitScript((steps) => {
    const opened = Promise.withResolvers<{ openMs: number; wholeMs: number }>();
    Object.assign(globalThis, { opened: opened.promise });
    let openMs: number | undefined;
    requestAnimationFrame(function look(): void {
      const row = document.querySelector("[data-step]");
      const isSeen = document.querySelector(".graph-sketch, .react-flow__node");
      const isThere = isSeen && document.querySelector("[role=tabpanel]") && row;
      if (!isThere || !isTakenOver(row)) return void requestAnimationFrame(look);
      // A frame is on the screen when the next one begins.
      requestAnimationFrame((at) => {
        openMs ??= at;
        const isWhole = document.getElementsByClassName("react-flow__node").length >= steps;
        if (!isWhole) return look();
        requestAnimationFrame((at) => opened.resolve({ openMs: openMs!, wholeMs: at }));
      });
    });

    type Fiber = { return: Fiber | null; stateNode: { current?: Fiber } };
    /** The element is of the tree that React has committed, not of one that it still makes: its handlers are called. */
    function isTakenOver(element: Element): boolean {
      const [, own] = Object.entries(element).find(([key]) => key.startsWith("__reactFiber")) ?? [];
      let top: Fiber | null | undefined = own;
      while (top?.return) top = top.return;
      return top != null && top.stateNode.current === top;
    }
  }, STEPS);
  await page.goto(address, { waitUntil: "commit" });
  return page.evaluate(
    () => (globalThis as unknown as { opened: Promise<{ openMs: number; wholeMs: number }> }).opened,
  );
}

async function chooseStep(page: Page): Promise<number> {
  const measured = await page.evaluateHandle(() => {
    const { promise, resolve } = Promise.withResolvers<number>();
    document.addEventListener(
      "click",
      ({ timeStamp }) => {
        const observer = new MutationObserver(() => {
          if (!document.querySelector("[aria-label='Close the step']")) return;
          observer.disconnect();
          resolve(performance.now() - timeStamp);
        });
        observer.observe(document.body, { childList: true, subtree: true });
      },
      { once: true, capture: true },
    );
    return { promise };
  });
  await page.locator("[data-step]").nth(4).click();
  return measured.evaluate(({ promise }) => promise);
}

async function wheel(page: Page, y: number): Promise<void> {
  for (let index = 0; index < GESTURE; index++) await page.mouse.wheel(0, y);
}

export const runPageBenches = [largeRun];
