import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

/** The forms in which a workflow leaves the editor: a download, a script and a command. */
export class CodePage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async command(label: string) {
    await this.page.keyboard.press("ControlOrMeta+k");
    await this.page.getByRole("combobox", { name: "Find or do anything" }).fill(label);
    await this.page.getByRole("listbox", { name: "Results" }).getByRole("option", { name: label }).click();
  }

  /** Path of the file that the browser was given. */
  async download(): Promise<string> {
    const download = this.page.waitForEvent("download");
    await this.command("Download as a file");
    return await (await download).path();
  }

  /** By the command menu; ends when it is said that it is done. */
  async copyAs(what: "TypeScript" | "a command", nodes: string): Promise<string> {
    await this.command(`Copy as ${what}`);
    await this.isCopied(what, nodes);
    return await this.clipboard();
  }

  async isCopied(what: string, nodes: string) {
    const said = this.page.getByRole("region", { name: /^Notifications/ }).getByRole("listitem");
    await expect(said.filter({ hasText: `Copied as ${what}` }).filter({ hasText: nodes })).toBeVisible();
  }

  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }
}
