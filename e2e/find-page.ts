import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The panel that finds words in the workflow and replaces them, and the minimap. */
export class FindPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  get panel(): Locator {
    return this.page.getByRole("search", { name: "Find and replace" });
  }

  /** By its key, from wherever the focus is; what was looked for is chosen, so that typing replaces it. */
  async find(words: string) {
    await this.page.keyboard.press("ControlOrMeta+f");
    await expect(this.panel.getByRole("textbox", { name: "Find" })).toBeFocused();
    await this.page.keyboard.type(words);
  }

  get count(): Locator {
    return this.panel.getByLabel("Places found");
  }

  place(words: string | RegExp): Locator {
    return this.panel.getByRole("list", { name: "Places" }).getByRole("button", { name: words });
  }

  async replaceAllWith(words: string) {
    await this.panel.getByRole("textbox", { name: "Replace with" }).fill(words);
    await this.panel.getByRole("button", { name: "Replace all" }).click();
  }

  said(words: string): Locator {
    return this.page
      .getByRole("region", { name: /^Notifications/ })
      .getByRole("listitem")
      .filter({ hasText: words });
  }

  get minimap(): Locator {
    return this.page.getByRole("img", { name: "Minimap" });
  }
}
