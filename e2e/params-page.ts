import type { Locator, Page } from "@playwright/test";

/** The fields of the chosen node's params, by their labels. */
export class ParamsPage {
  readonly page: Page;
  readonly inspector: Locator;
  constructor(page: Page) {
    this.page = page;
    this.inspector = page.getByRole("complementary", { name: "Inspector" });
  }

  field(label: string): Locator {
    return this.inspector.getByLabel(label, { exact: true });
  }

  /** A code field once its editor has loaded; until then a plain field with the same label is in its place. */
  codeEditor(label: string): Locator {
    return this.field(label).and(this.page.locator("[contenteditable]"));
  }

  /** What the field comes to with the values of the last run, and from which run that is. */
  preview(label: string): Locator {
    return this.inspector.getByRole("region", { name: `${label}, with the last run's values` });
  }

  /** The list that opens while one types code. */
  get completions(): Locator {
    return this.page.getByRole("listbox", { name: "Completions" });
  }

  completion(label: string): Locator {
    return this.completions.getByRole("option").filter({ hasText: new RegExp(`^${label}`) });
  }

  /** Types into a code field, key by key, after what is there. */
  async typeCode(label: string, text: string) {
    await this.field(label).press("ControlOrMeta+End");
    await this.page.keyboard.type(text, { delay: 20 });
  }

  /** One of the names of a list, counted from 1. */
  row(label: string, row: number): Locator {
    return this.field(`${label}, row ${row}`);
  }

  /** As from the clipboard: the browser's own cannot be filled by hand. */
  async paste(label: string, text: string) {
    await this.field(label).evaluate((field, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", pasted);
      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }

  async upload(
    label: string,
    { name, mimeType, content }: { name: string; mimeType: string; content: string | Buffer },
  ) {
    await this.field(label).setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
    await this.inspector.getByRole("button", { name: `Remove ${name}` }).waitFor();
  }

  /** The rectangle on the picture; its name says where it is. */
  region(label: string): Locator {
    return this.inspector.getByRole("group", { name: new RegExp(`^${label}: `) });
  }

  /** From one place of the picture to another, in fractions of it. */
  async drawRegion(label: string, { from, to }: { from: [number, number]; to: [number, number] }) {
    const box = (await this.region(label).boundingBox())!;
    const at = ([x, y]: [number, number]) => [box.x + box.width * x, box.y + box.height * y] as const;
    await this.page.mouse.move(...at(from));
    await this.page.mouse.down();
    await this.page.mouse.move(...at(to), { steps: 6 });
    await this.page.mouse.up();
  }
}
