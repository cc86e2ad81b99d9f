import { expect, type Locator, type Page } from "@playwright/test";

/** The values of a run as a person looks into them, each under the name of its output. */
export class ValuesPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  value(name: string): Locator {
    return this.page.getByRole("region", { name: "Values of the run" }).getByRole("region", { name, exact: true });
  }

  /** The picture of a value that can be zoomed. */
  stage(at: Locator): Locator {
    return at.getByRole("application").first();
  }

  /** By keyboard. It hears keys once it knows its size, which is when something is drawn over the picture. */
  async enterStage(at: Locator) {
    await expect(this.stage(at).locator("svg")).toBeAttached();
    await this.stage(at).focus();
  }

  /** Where the cross or the pointer is, and what is there. */
  reading(at: Locator): Locator {
    return at.locator("output").first();
  }

  async openLarge(name: string): Promise<Locator> {
    await this.value(name).getByRole("button", { name: "Open in large" }).first().click();
    const dialog = this.page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    return dialog;
  }

  /** Saves by the link or button of the name, and gives the bytes. */
  async save(at: Locator, name: string): Promise<Buffer> {
    const saving = this.page.waitForEvent("download");
    const words = { name: `Download ${name}` };
    await at.getByRole("link", words).or(at.getByRole("button", words)).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe(name);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
}
