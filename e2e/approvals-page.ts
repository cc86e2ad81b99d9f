import type { Locator, Page } from "@playwright/test";

/** What waits for an answer. */
export class ApprovalsPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open() {
    await this.page
      .getByRole("navigation", { name: "Main" })
      .getByRole("link", { name: /^Approvals/ })
      .click();
    await this.page.waitForURL("**/approvals");
  }

  get link(): Locator {
    return this.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Approvals/ });
  }

  question(text: string): Locator {
    return this.page.getByRole("article", { name: text });
  }

  async answer(question: string, { decision, note }: { decision: "Approve" | "Reject"; note?: string }) {
    const card = this.question(question);
    if (note) await card.getByRole("textbox").fill(note);
    await card.getByRole("button", { name: decision }).click();
  }
}
