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

  async openNewest() {
    await this.row(1).getByRole("link").click();
    await this.page.getByRole("heading", { name: /^Run \d/ }).waitFor();
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

  /** An output of the run, while no step is chosen. */
  output(name: string): Locator {
    return this.page.getByRole("region", { name: "Values of the run" }).getByRole("region", { name, exact: true });
  }
}
