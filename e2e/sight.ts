import type { BrowserContext, Page } from "@playwright/test";

/** A page of Playwright is always in sight: from now on pages of this browser believe what `show` and `hide` say. */
export async function canBeHidden(context: BrowserContext) {
  await context.addInitScript(() => {
    let state: DocumentVisibilityState = "visible";
    Object.defineProperty(document, "visibilityState", { get: () => state });
    Object.defineProperty(document, "hidden", { get: () => state === "hidden" });
    Object.defineProperty(window, "setSight", {
      value: (next: DocumentVisibilityState) => {
        state = next;
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      },
    });
  });
}

export async function show(page: Page) {
  await setSight(page, "visible");
}

/** As when another tab comes to the front. */
export async function hide(page: Page) {
  await setSight(page, "hidden");
}

async function setSight(page: Page, state: DocumentVisibilityState) {
  await page.evaluate((next) => (window as unknown as { setSight: (state: string) => void }).setSight(next), state);
}

/** Counts the streams that the page holds, by their procedure. */
export function openStreams(page: Page): { count: () => number } {
  const open = new Set<unknown>();
  const isStream = (url: string) => /\/api\/trpc\/(presence\.watch|runs\.(watch|changes))/.test(url);
  page.on("request", (request) => {
    // What is not said of each: a document takes its streams with it.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) open.clear();
    if (isStream(request.url())) open.add(request);
  });
  page.on("requestfailed", (request) => open.delete(request));
  page.on("requestfinished", (request) => open.delete(request));
  return { count: () => open.size };
}
