import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { EditorPage } from "./editor-page.ts";
import type { PortName } from "./editor-page.ts";
import { settledBox } from "./settled-box.ts";

/** Wires and nodes changed together: what the canvas offers when something is dropped, deleted or exchanged. */
export class RewiringPage {
  readonly page: Page;
  readonly editor: EditorPage;
  constructor(page: Page) {
    this.page = page;
    this.editor = new EditorPage(page);
  }

  /** The list of nodes that would do. */
  get offers(): Locator {
    return this.page.getByRole("listbox", { name: "Node types" });
  }

  offer(name: string | RegExp): Locator {
    return this.offers.getByRole("option", { name });
  }

  /** Types the name into the list that is open, and takes the first that is found. */
  async choose(title: string) {
    await this.page.getByRole("combobox", { name: "Find a node" }).fill(title);
    await expect(this.offers.getByRole("option").first()).toContainText(title);
    await this.page.keyboard.press("Enter");
    await expect(this.offers).toBeHidden();
  }

  /** Draws a wire from an output and lets go of it over nothing, at a place given in fractions of the canvas. */
  async dropWire(from: PortName, { x, y }: { x: number; y: number }) {
    const box = await settledBox(this.editor.canvas);
    await this.editor.output(from).hover();
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 8 });
    await this.page.mouse.up();
  }

  insertButton(from: string, to: string): Locator {
    return this.page.getByRole("button", { name: `Insert a node between ${from} and ${to}`, exact: true });
  }

  /** Where a wire can be pointed at: half-way between its two ports, which lie on one level in these journeys. */
  async middleOf(from: PortName, to: PortName): Promise<{ x: number; y: number }> {
    const [a, b] = await Promise.all([settledBox(this.editor.output(from)), settledBox(this.editor.input(to))]);
    return { x: (a.x + a.width + b.x) / 2, y: a.y + a.height / 2 };
  }

  async hoverWire(from: PortName, to: PortName) {
    const { x, y } = await this.middleOf(from, to);
    await this.page.mouse.move(x, y, { steps: 4 });
  }

  /** Holds an entry of the palette over a wire; `drop` lets go of it. */
  async holdEntry(title: string, from: PortName, to: PortName) {
    const { x, y } = await this.middleOf(from, to);
    await (await this.editor.paletteEntry(title)).hover();
    await this.page.mouse.down();
    await this.page.mouse.move(x - 40, y - 40, { steps: 6 });
    await this.page.mouse.move(x, y, { steps: 6 });
  }

  /** Drags a node by its head until its middle lies on a wire, and holds it there. */
  async holdNode(title: string, from: PortName, to: PortName) {
    const { x, y } = await this.middleOf(from, to);
    const box = await settledBox(this.editor.node(title));
    const grip = { x: box.x + 60, y: box.y + 12 };
    await this.page.mouse.move(grip.x, grip.y);
    await this.page.mouse.down();
    const by = { x: x - (box.x + box.width / 2), y: y - (box.y + box.height / 2) };
    await this.page.mouse.move(grip.x + by.x / 2, grip.y + by.y / 2, { steps: 6 });
    await this.page.mouse.move(grip.x + by.x, grip.y + by.y, { steps: 6 });
  }

  async drop() {
    await this.page.mouse.up();
  }

  /** What a wire says while a node is held over it. */
  get dropHint(): Locator {
    return this.editor.canvas.getByRole("status");
  }

  get notices(): Locator {
    return this.page.getByRole("region", { name: /^Notifications/ });
  }

  /** The small dialog that says why two ports do not fit. */
  get refusal(): Locator {
    return this.page.getByRole("dialog", { name: "These ports do not fit" });
  }

  get chosenNodes(): Locator {
    return this.editor.canvas.locator('article[data-selected="true"]');
  }

  /** As from a file manager: the browser's own drag cannot be made by hand, so the page gets its events. */
  async dropFiles(files: readonly { name: string; mimeType: string; content: string | Buffer }[]) {
    const sent = files.map(({ name, mimeType, content }) => [name, mimeType, Buffer.from(content).toString("base64")]);
    const transfer = await this.page.evaluateHandle((list) => {
      const data = new DataTransfer();
      for (const [name, type, base64] of list) {
        const bytes = Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0));
        data.items.add(new File([bytes], name!, { type: type! }));
      }
      return data;
    }, sent);
    const box = (await this.editor.canvas.boundingBox())!;
    const at = { clientX: box.x + box.width / 3, clientY: box.y + box.height / 3 };
    for (const event of ["dragenter", "dragover", "drop"]) {
      await this.editor.canvas.dispatchEvent(event, { dataTransfer: transfer, ...at });
    }
  }
}
