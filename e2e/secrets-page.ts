import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The secrets of the workspace, as a person sees them: by name. */
export class SecretsPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open() {
    await this.page.goto("/settings/secrets");
    await expect(this.page.getByRole("heading", { name: "Secrets", level: 1 })).toBeVisible();
  }

  row(name: string): Locator {
    return this.page.getByRole("row").filter({ hasText: name });
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  /** Into the open dialog, by keyboard, and sends it. */
  async fill({ name, value, hosts }: { name?: string; value: string; hosts?: string }) {
    if (name !== undefined) await this.dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await this.dialog.getByLabel("Value", { exact: true }).fill(value);
    if (hosts !== undefined) await this.dialog.getByRole("textbox", { name: "Sent only to" }).fill(hosts);
    await this.dialog.getByLabel("Value", { exact: true }).press("Enter");
    await expect(this.dialog).toHaveCount(0);
  }
}
