import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { EditorPage } from "./editor-page.ts";
import { settledBox } from "./settled-box.ts";

type Point = { x: number; y: number };
type Keys = ("Alt" | "Shift" | "Control")[];

/** Choosing nodes on the canvas, and where they lie. */
export class SelectionPage {
  readonly page: Page;
  readonly editor: EditorPage;
  constructor(page: Page) {
    this.page = page;
    this.editor = new EditorPage(page);
  }

  get selected(): Locator {
    return this.editor.canvas.locator("article[data-selected]");
  }

  /** In the order of the document. */
  async isSelected(...titles: string[]) {
    await expect(this.selected).toHaveCount(titles.length);
    for (const title of titles) await expect(this.editor.node(title)).toHaveAttribute("data-selected");
  }

  /** Around these nodes, with a little room. */
  private async boundsOf(titles: string[]) {
    const boxes = await Promise.all(titles.map((title) => settledBox(this.editor.node(title))));
    const room = 14;
    return {
      left: Math.min(...boxes.map(({ x }) => x)) - room,
      top: Math.min(...boxes.map(({ y }) => y)) - room,
      right: Math.max(...boxes.map(({ x, width }) => x + width)) + room,
      bottom: Math.max(...boxes.map(({ y, height }) => y + height)) + room,
    };
  }

  private async draw(points: Point[], keys: Keys) {
    for (const key of keys) await this.page.keyboard.down(key);
    await this.page.mouse.move(points[0]!.x, points[0]!.y);
    await this.page.mouse.down();
    for (const { x, y } of points.slice(1)) await this.page.mouse.move(x, y, { steps: 6 });
    await this.page.mouse.up();
    for (const key of keys) await this.page.keyboard.up(key);
  }

  /** A loop around nodes, begun at their lower left. */
  async loopAround(titles: string[], keys: Keys = []) {
    const { left, top, right, bottom } = await this.boundsOf(titles);
    const corners = [
      { x: left, y: bottom },
      { x: left, y: top },
      { x: right, y: top },
      { x: right, y: bottom },
      { x: left + 4, y: bottom },
    ];
    await this.draw(corners, keys);
  }

  async boxAround(titles: string[], keys: Keys = []) {
    const { left, top, right, bottom } = await this.boundsOf(titles);
    await this.draw(
      [
        { x: left, y: bottom },
        { x: right, y: top },
      ],
      keys,
    );
  }

  /** Holds a node, moved by so many pixels; `page.mouse.up()` lets go of it. */
  async holdMoved(title: string, { x, y }: Point) {
    const box = await settledBox(this.editor.node(title).getByRole("heading"));
    const start = { x: box.x + 20, y: box.y + box.height / 2 };
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    // The first small move begins the drag, which is measured from there.
    await this.page.mouse.move(start.x + 3, start.y);
    await this.page.mouse.move(start.x + 3 + x, start.y + y, { steps: 10 });
  }

  async move(title: string, by: Point) {
    await this.holdMoved(title, by);
    await this.page.mouse.up();
  }

  async placeOf(title: string): Promise<Point> {
    const { x, y } = await settledBox(this.editor.node(title));
    return { x: Math.round(x), y: Math.round(y) };
  }

  tool(name: string): Locator {
    return this.page.getByRole("toolbar", { name: "Canvas tools" }).getByRole("button", { name });
  }
}
