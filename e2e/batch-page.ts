import type { Locator, Page } from "@playwright/test";

/** Many inputs for one workflow, and what came of them. */
export class BatchPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** From the form of a workflow. */
  async openFromForm() {
    await this.page.getByRole("navigation", { name: "How to run it" }).getByRole("link", { name: "Many" }).click();
    await this.page.getByRole("form", { name: "Batch" }).waitFor();
  }

  async chooseFiles(name: string, files: { name: string; mimeType: string; buffer: Buffer }[]) {
    await this.page.getByLabel(`Files for ${name}`, { exact: true }).setInputFiles(files);
  }

  async chooseTable(file: { name: string; mimeType: string; buffer: Buffer }) {
    await this.page.getByRole("radio", { name: "Rows of a table" }).click();
    await this.page.getByLabel("File for the rows", { exact: true }).setInputFiles(file);
  }

  async run(items: number) {
    await this.page.getByRole("button", { name: `Run ${items} items` }).click();
    await this.page.waitForURL("**/runs/batches/*");
  }

  async isOver(items: number) {
    await this.page.getByText(`${items} of ${items} items ended`).waitFor();
  }

  /** The button of the legend that shows only these. */
  filter(words: string): Locator {
    return this.page.getByRole("group", { name: "Show items" }).getByRole("button", { name: words });
  }

  get items(): Locator {
    return this.page.getByRole("table", { name: "Items" });
  }

  item(label: string): Locator {
    return this.items.getByRole("row").filter({ hasText: label });
  }

  async downloadCsv(): Promise<string> {
    await this.page.getByRole("button", { name: "Download" }).click();
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.page.getByRole("menuitem", { name: "Results as CSV" }).click(),
    ]);
    const stream = await download.createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }
}
