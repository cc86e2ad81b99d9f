import type { Locator, Page } from "@playwright/test";

export type ModelFile = { name: string; bytes: Buffer };

/** The models of the workspace and the page of one. */
export class ModelsPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open() {
    await this.page.goto("/models");
  }

  get list(): Locator {
    return this.page.getByRole("list", { name: "Models", exact: true });
  }

  async openModel(name: string) {
    await this.list.getByRole("link", { name }).click();
    await this.page.getByRole("heading", { name, level: 1 }).waitFor();
  }

  /** By the button at the top of the list. */
  async importFile(file: ModelFile) {
    await this.choose("Import .onnx", file);
  }

  async addVersion(file: ModelFile) {
    await this.choose("Add a version", file);
  }

  /** As from a file manager: the browser's own drag cannot be made by hand, so the page gets its events. */
  async dropFile({ name, bytes }: ModelFile) {
    const transfer = await this.page.evaluateHandle(
      ([fileName, base64]) => {
        const data = new DataTransfer();
        const content = Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0));
        data.items.add(new File([content], fileName!, { type: "application/octet-stream" }));
        return data;
      },
      [name, bytes.toString("base64")],
    );
    for (const event of ["dragenter", "dragover", "drop"]) {
      await this.list.dispatchEvent(event, { dataTransfer: transfer });
    }
  }

  async askToDelete(version: number) {
    await this.page
      .getByRole("row")
      .getByRole("button", { name: `Delete version ${version}` })
      .click();
  }

  private async choose(button: string, { name, bytes }: ModelFile) {
    const [chooser] = await Promise.all([
      this.page.waitForEvent("filechooser"),
      this.page.getByRole("button", { name: button }).first().click(),
    ]);
    await chooser.setFiles({ name, mimeType: "application/octet-stream", buffer: bytes });
  }
}
