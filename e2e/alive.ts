import type { BrowserContext, Page } from "@playwright/test";

/**
 * From now on, going to a page of this browser ends when the page hears what is done on it; what is done before is lost. With
 * `waitUntil: "commit"` nothing is waited for.
 */
export function goesToLivingPages(context: BrowserContext) {
  context.on("page", (page) => {
    const [goto, reload, goBack] = [page.goto.bind(page), page.reload.bind(page), page.goBack.bind(page)];
    page.goto = async (url, options) => {
      const answer = await goto(url, options);
      if (options?.waitUntil !== "commit") await isAlive(page);
      return answer;
    };
    page.reload = async (options) => {
      const answer = await reload(options);
      await isAlive(page);
      return answer;
    };
    page.goBack = async (options) => {
      const answer = await goBack(options);
      await isAlive(page);
      return answer;
    };
  });
}

/**
 * React marks what it has taken over; what it does after that, such as listening for keys, is done when it has nothing to do.
 * One question without a promise, which is asked again of the page to which this one leads on.
 */
export async function isAlive(page: Page) {
  await page.waitForFunction(() => {
    const controls = [...document.querySelectorAll("a[href], button, input, select, textarea")];
    const isTaken = (element: Element) => Object.keys(element).some((key) => key.startsWith("__reactProps$"));
    if (document.readyState === "loading" || !controls.every(isTaken)) return false;
    const here = globalThis as typeof globalThis & { hasRested?: boolean };
    if (here.hasRested === undefined) requestIdleCallback(() => (here.hasRested = true), { timeout: 1_000 });
    here.hasRested ??= false;
    if (!here.hasRested) return false;
    // Asked again of a page that is gone back to.
    delete here.hasRested;
    return true;
  });
}
