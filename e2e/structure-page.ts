import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { EditorPage } from "./editor-page.ts";
import { settledBox } from "./settled-box.ts";

/** Parts of a workflow taken together: workflows within workflows, and frames. */
export class StructurePage {
  readonly page: Page;
  readonly editor: EditorPage;
  constructor(page: Page) {
    this.page = page;
    this.editor = new EditorPage(page);
  }

  /** By clicks, the first one alone and the others added to it. */
  async selectAll(...titles: string[]) {
    await this.editor.select(titles[0]!);
    for (const title of titles.slice(1)) {
      await this.editor
        .node(title)
        .getByRole("heading")
        .click({ modifiers: ["Shift"] });
    }
    await expect(this.editor.canvas.locator("article[data-selected]")).toHaveCount(titles.length);
  }

  get extractDialog(): Locator {
    return this.page.getByRole("dialog", { name: "Extract to a workflow" });
  }

  get refusal(): Locator {
    return this.page.getByRole("dialog", { name: "This cannot be a workflow of its own" });
  }

  /** By its key, under the title given. */
  async extract(title: string) {
    await this.page.keyboard.press("Alt+x");
    const field = this.extractDialog.getByLabel("Title");
    await field.fill(title);
    await field.press("Enter");
    await expect(this.extractDialog).toBeHidden();
    await expect(this.editor.node(title)).toBeVisible();
  }

  /** The way through the workflows that one has gone into. */
  get breadcrumbs(): Locator {
    return this.page.getByRole("navigation", { name: "Workflows around this one" });
  }

  /** Goes into the workflow that a node runs, by a double click on the node below its title. */
  async goInto(title: string) {
    const box = await settledBox(this.editor.node(title));
    await this.page.mouse.dblclick(box.x + box.width / 2, box.y + box.height - 8);
    await expect(this.breadcrumbs).toContainText(title);
    await this.editor.isSaved();
  }

  /** To the node of the outer workflow that one went in by. */
  async comeBack() {
    await this.editor.canvas.focus();
    await this.page.keyboard.press("Alt+ArrowUp");
    await expect(this.breadcrumbs).toBeHidden();
    await this.editor.isSaved();
  }

  /** Around what is chosen, by its key; its title is asked for at once. */
  async addFrame(title: string) {
    await this.page.keyboard.press("f");
    const field = this.page.getByRole("textbox", { name: "Frame title" });
    await field.fill(title);
    await field.press("Enter");
    await expect(this.frame(title)).toBeVisible();
  }

  frame(title: string): Locator {
    return this.editor.canvas.getByRole("region", { name: `Frame ${title}`, exact: true });
  }

  /** What a pointer meets in the middle of a frame's title, and whether a wire passes there. */
  async atTitle(title: string) {
    return this.frame(title)
      .getByRole("heading")
      .evaluate((heading) => {
        const { x, y, width, height } = heading.getBoundingClientRect();
        const found = document.elementsFromPoint(x + width / 2, y + height / 2);
        return {
          uppermost: found[0]?.textContent,
          isCrossed: found.some((element) => element.closest(".react-flow__edge") !== null),
        };
      });
  }

  folded(title: string): Locator {
    return this.editor.canvas.getByRole("region", { name: `Frame ${title}, folded`, exact: true });
  }

  /** Of the chosen frame. */
  async chooseColour(colour: string) {
    await this.editor.inspector.getByRole("radio", { name: colour }).check();
  }

  messages(text: string | RegExp): Locator {
    return this.page.getByRole("region", { name: /^Notifications/ }).getByText(text);
  }
}
