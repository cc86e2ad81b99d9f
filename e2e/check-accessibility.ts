import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

/** What can be wrong in one theme alone. */
const rulesOfColour = ["color-contrast", "link-in-text-block"];

/** Looks for serious faults in the page as it stands, in both themes, and names the elements that have them. */
export async function checkAccessibility(page: Page, { state }: { state: string }) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // A page that has just been asked for anew has none for a moment.
    await expect(page).toHaveTitle(/./);
    // No page has a frame of another origin, so there is no need for a second page to put the findings together.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    if (colorScheme === "dark") axe.withRules(rulesOfColour);
    const { violations } = await axe.analyze();
    const faults = violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(" ")} ${html.slice(0, 160)}`));
    expect.soft(faults, `${state}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}
