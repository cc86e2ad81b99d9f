import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

/** The form of a workflow, as somebody sees it who never opens the canvas. */
export class FormPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** From the editor, by its top bar. */
  async openFromEditor() {
    await this.page.getByRole("button", { name: "Form", exact: true }).click();
    await this.isOpen();
  }

  async isOpen() {
    await this.page.waitForURL("**/workflows/*/form");
    await this.page.getByRole("heading", { name: "Result" }).waitFor();
  }

  get inputs(): Locator {
    return this.page.getByRole("form", { name: "Inputs" });
  }

  field(name: string): Locator {
    return this.inputs.getByLabel(name, { exact: true });
  }

  async chooseFile(name: string, file: string | { name: string; mimeType: string; buffer: Buffer }) {
    await this.inputs.getByLabel(`File for ${name}`, { exact: true }).setInputFiles(file);
  }

  get runButton(): Locator {
    return this.page.getByRole("button", { name: /^Run(ning)?$/ });
  }

  /** Ends when the run has begun: what the page says of a result is of this one from then on. */
  async run() {
    const before = this.page.url();
    await expect(this.runButton).toHaveText("Run");
    await this.runButton.click();
    await expect(this.page).not.toHaveURL(before);
  }

  get result(): Locator {
    return this.page.getByRole("region", { name: "Result" });
  }

  output(name: string): Locator {
    return this.result.getByRole("region", { name, exact: true });
  }

  async isDone() {
    await this.result.getByText("Done in").waitFor();
  }

  get recentRuns(): Locator {
    return this.page.getByRole("region", { name: "Your last runs" });
  }
}
