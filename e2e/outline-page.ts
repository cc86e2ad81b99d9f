import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The outline as one uses it without a mouse: all by keys, rows named by their titles. */
export class OutlinePage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get grid(): Locator {
    return this.page.getByRole("treegrid", { name: "Nodes in running order" });
  }

  /** Of a node, by its title. */
  row(title: string): Locator {
    return this.grid.getByRole("row", { level: 1 }).filter({ has: this.page.getByText(title, { exact: true }) });
  }

  /** Of an open node, by the words of the port. */
  port(label: string): Locator {
    return this.grid.getByRole("row", { level: 2 }).filter({ hasText: label });
  }

  async isAt(row: Locator) {
    await expect(row).toBeFocused();
  }

  /** Types the name of a node type into the list that is open, and takes it. */
  async take(title: string) {
    await expect(this.page.getByRole("listbox")).toBeVisible();
    await expect(this.page.locator("input:focus")).toBeVisible();
    await this.page.keyboard.type(title.replace(" · ", " "));
    await expect(this.page.getByRole("option").first()).toContainText(title);
    await this.page.keyboard.press("Enter");
    await expect(this.page.getByRole("listbox")).toBeHidden();
  }

  async tabTo(field: Locator) {
    await expect(async () => {
      await this.page.keyboard.press("Tab");
      await expect(field).toBeFocused({ timeout: 50 });
    }).toPass({ intervals: [0] });
  }

  /** Out of a field, past what it has open; a row that has the focus already would be left with one Escape more. */
  async leaveTo(row: Locator) {
    await expect(async () => {
      await this.page.keyboard.press("Escape");
      await expect(row).toBeFocused({ timeout: 2_000 });
    }).toPass();
  }

  /** Of the node in the row that has the focus, by its key. */
  async rename(title: string) {
    await this.page.keyboard.press("F2");
    const outline = this.page.getByRole("group", { name: "Outline" });
    await expect(outline.getByRole("textbox", { name: "Node title" })).toBeFocused();
    await this.page.keyboard.type(title);
    await this.page.keyboard.press("Enter");
  }

  async press(...keys: string[]) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** What Tab leads through from the top of the page to its end, each region once. */
  async regionsByTab(): Promise<string[]> {
    await this.page.evaluate(() => {
      const first = document.querySelector<HTMLElement>('a[href="#editor-work"]');
      first?.focus();
    });
    const seen: string[] = [];
    for (let presses = 0; presses < 200; presses++) {
      const here = await this.page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const region = element.closest("[data-region]");
        if (!region) return element.textContent;
        return region.tagName === "HEADER" ? "top bar" : region.getAttribute("aria-label");
      });
      if (here === null || (presses > 0 && here === seen[0])) break;
      if (seen.at(-1) !== here) seen.push(here);
      await this.page.keyboard.press("Tab");
    }
    await this.page.evaluate(() => document.querySelector<HTMLElement>('a[href="#editor-work"]')?.focus());
    return seen;
  }

  /** Of all transitions and animations that elements of the page have. */
  longestMotionMs(): Promise<number> {
    return this.page.evaluate(() => {
      const seconds = (list: string) => Math.max(...list.split(",").map((one) => parseFloat(one) || 0));
      const all = [...document.querySelectorAll("*")].map((element) => {
        const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
        return Math.max(seconds(transitionDuration), animationName === "none" ? 0 : seconds(animationDuration));
      });
      return Math.max(...all) * 1_000;
    });
  }

  get said(): Locator {
    return this.page.locator('[aria-live="polite"]');
  }
}
