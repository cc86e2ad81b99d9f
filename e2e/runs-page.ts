import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The history and the page of one run. */
export class RunsPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open() {
    await this.page.goto("/runs");
  }

  /** Newest first; the first row of the table is its heading. */
  row(position: number): Locator {
    return this.page.getByRole("row").nth(position);
  }

  get searchField(): Locator {
    return this.page.getByRole("combobox", { name: "Search runs" });
  }

  /** Applies the query at once, as Enter does. */
  async search(query: string) {
    await this.searchField.fill(query);
    await this.searchField.press("Enter");
  }

  /** That so many runs are on the page, and are those of the query: while they are awaited, those of before are faded. */
  async hasRuns(count: number) {
    await expect(this.page.getByRole("row").filter({ has: this.page.getByRole("link") })).toHaveCount(count);
    await expect(this.page.getByRole("table").locator("..")).toHaveCSS("opacity", "1");
  }

  checkbox(position: number): Locator {
    return this.row(position).getByRole("checkbox");
  }

  get chosen(): Locator {
    return this.page.getByRole("toolbar", { name: "Chosen runs" });
  }

  async openNewest() {
    await this.row(1).getByRole("link").click();
    await this.page.getByRole("heading", { name: /^Run \d/, level: 1 }).waitFor();
  }

  /** A card of the charts, by its title. */
  chart(title: string): Locator {
    return this.page.getByRole("region", { name: title, exact: true });
  }

  get canvas(): Locator {
    return this.page.getByRole("region", { name: "Canvas as it ran" });
  }

  node(title: string): Locator {
    return this.canvas.getByRole("article", { name: title, exact: true });
  }

  get steps(): Locator {
    return this.page.getByRole("region", { name: "Steps" });
  }

  /** Where one goes back and forth in a run. */
  get moment(): Locator {
    return this.page.getByRole("slider", { name: "Moment that is shown" });
  }

  step(title: string): Locator {
    return this.steps.getByRole("row").filter({ hasText: title });
  }

  async chooseStep(title: string): Promise<Locator> {
    // Another row may name this step as well: as the reason why its own was skipped.
    await this.step(title)
      .getByRole("button", { name: new RegExp(`^${title}\\b`) })
      .click();
    return this.page.getByRole("region", { name: title, exact: true });
  }

  /** What can be done with the run that is seldom wanted. */
  async more(action: string) {
    await this.page.getByRole("button", { name: "More", exact: true }).click();
    await this.page.getByRole("menuitem", { name: action }).click();
  }

  async number(): Promise<number> {
    const heading = await this.page.getByRole("heading", { level: 1, name: /^Run \d/ }).innerText();
    return Number(heading.replace(/\D/g, ""));
  }

  /** Waits for the page of the run after this one. */
  async isRun(number: number) {
    await this.page.getByRole("heading", { level: 1, name: `Run ${number}`, exact: true }).waitFor();
  }

  /** An output of the run, while no step is chosen. */
  output(name: string): Locator {
    return this.page.getByRole("region", { name: "Values of the run" }).getByRole("region", { name, exact: true });
  }
}
