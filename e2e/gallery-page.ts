import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The gallery and the page of one template. */
export class GalleryPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open() {
    await this.page.goto("/gallery");
  }

  card(title: string): Locator {
    return this.page.getByRole("article").filter({ has: this.page.getByRole("heading", { name: title }) });
  }

  async openTemplate(title: string) {
    await this.page.getByRole("link", { name: title }).click();
    await this.page.getByRole("heading", { name: title, level: 1 }).waitFor();
  }

  /** Ends in the editor, with the copy. */
  async use(title: string) {
    await this.openTemplate(title);
    await this.page.getByRole("button", { name: "Use this template" }).click();
    await this.page.waitForURL("**/workflows/*");
    const canvas = this.page.getByRole("group", { name: "Canvas", exact: true });
    // Phones begin with the outline.
    const outline = this.page.getByRole("treegrid", { name: "Nodes in running order" });
    await expect(canvas.getByRole("article").or(outline.getByRole("row")).first()).toBeVisible();
  }
}
