import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { EditorPage } from "./editor-page.ts";
import type { PortName } from "./editor-page.ts";
import { RewiringPage } from "./rewiring-page.ts";
import { settledBox } from "./settled-box.ts";

/** Wires by themselves: where they run, and what they say. */
export class WiresPage {
  readonly page: Page;
  readonly editor: EditorPage;
  readonly rewiring: RewiringPage;
  constructor(page: Page) {
    this.page = page;
    this.editor = new EditorPage(page);
    this.rewiring = new RewiringPage(page);
  }

  bends(from: string, to: string): Locator {
    return this.editor.canvas.getByRole("button", { name: new RegExp(`^Bend \\d+ of \\d+ of ${from} to ${to}$`) });
  }

  /** A double click on the wire, where it can be pointed at. */
  async bendAt(from: PortName, to: PortName) {
    const { x, y } = await this.rewiring.middleOf(from, to);
    // Beside the middle, where the button lies.
    await this.page.mouse.dblclick(x - 24, y);
  }

  async dragBend(bend: Locator, by: { x: number; y: number }) {
    const box = await settledBox(bend);
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await this.page.mouse.move(at.x, at.y);
    await this.page.mouse.down();
    await this.page.mouse.move(at.x + by.x / 2, at.y + by.y / 2, { steps: 4 });
    await this.page.mouse.move(at.x + by.x, at.y + by.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** By keys: the wires of a node are gone through with W. */
  async choose(from: string, to: string) {
    await this.editor.select(from);
    await this.page.keyboard.press("w");
    await expect(this.explained).toHaveText(`${from} to ${to}`);
  }

  /** The heading of what the inspector says of the chosen wire. */
  get explained(): Locator {
    return this.editor.inspector.getByRole("heading", { level: 2 });
  }
}
