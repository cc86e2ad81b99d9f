import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import type axe from "axe-core";
import type { Result, RunOptions } from "axe-core";

const axeSource = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** What can be wrong in one theme alone. */
const rulesOfColour = ["color-contrast", "link-in-text-block"];

/** Looks for serious faults in the page as it stands, in both themes, and names the elements that have them. */
export async function checkAccessibility(page: Page, { state }: { state: string }) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // A page that has just been asked for anew has none for a moment.
    await expect(page).toHaveTitle(/./);
    const violations = await findViolations(page, colorScheme === "dark" ? { runOnly: rulesOfColour } : {});
    const faults = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(" ")} ${html.slice(0, 160)}`));
    expect.soft(faults, `${state}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** No page has a frame, so the document is all there is. */
async function findViolations(page: Page, options: RunOptions): Promise<Result[]> {
  // It stays until another page is loaded: to put it in takes half as long as to look.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
  return await page.evaluate(async (given) => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
    // Of what is in order nothing is told, which is half of the work; and no style sheet is fetched again.
    return (await run(document, { ...given, resultTypes: ["violations"], preload: false })).violations;
  }, options);
}
