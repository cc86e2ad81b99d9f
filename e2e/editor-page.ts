import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { settledBox } from "./settled-box.ts";
import { workflowFile } from "./workflow-files.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

const done = /^(succeeded|cached)$/;
/** A run that is short by itself, on a machine that does other things as well. */
const RUN_MS = 120_000;

export type PortName = [node: string, port: string];

/** The editor as a person sees it: tests name nodes by title and ports by label, and hold no selector. */
export class EditorPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async openNew() {
    await this.page.goto("/workflows");
    await this.page.getByRole("button", { name: "New workflow" }).click();
    await this.page.waitForURL("**/workflows/*");
    await this.isReady();
  }

  /** Brings a workflow in as a file, and ends in its editor. */
  async openFile(sketch: WorkflowSketch) {
    await this.page.goto("/workflows");
    await this.page.getByLabel("Workflow file").setInputFiles({
      name: "workflow.json",
      mimeType: "application/json",
      buffer: Buffer.from(workflowFile(sketch)),
    });
    await this.page.waitForURL("**/workflows/*");
    await this.isReady();
  }

  /** From the list of workflows. */
  async openSaved(title: string) {
    await this.page.goto("/workflows");
    await this.page.getByRole("link", { name: title, exact: true }).click();
    await this.page.waitForURL("**/workflows/*");
    await this.isReady();
  }

  /** Once all changes are kept, so that other workflows see them. */
  async isSaved() {
    await expect(this.saveState).toHaveText(/^Saved/);
  }

  async reload() {
    await this.page.reload();
    await this.isReady();
  }

  /** Keys are heard once the page is alive, which is when it says how old the last save is; on phones it does not say so. */
  async isReady() {
    await expect(this.saveState).toHaveText(/^Saved .+/);
  }

  get canvas(): Locator {
    return this.page.getByRole("group", { name: "Canvas", exact: true });
  }

  node(title: string): Locator {
    return this.page.getByRole("article", { name: title, exact: true });
  }

  get nodes(): Locator {
    return this.canvas.getByRole("article");
  }

  get notes(): Locator {
    return this.canvas.getByRole("region", { name: "Note", exact: true });
  }

  get inspector(): Locator {
    return this.page.getByRole("complementary", { name: "Inspector" });
  }

  /** The field of a param of the selected node. */
  param(label: string): Locator {
    return this.inspector.getByLabel(label, { exact: true });
  }

  /** For the selected node, which runs it; by keyboard. */
  async chooseWorkflow(title: string) {
    await this.param("Workflow").click();
    await this.page.getByRole("combobox", { name: "Search workflows" }).fill(title);
    await expect(this.page.getByRole("option", { name: title, selected: true })).toBeVisible();
    await this.page.keyboard.press("Enter");
    await expect(this.param("Workflow")).toHaveText(title);
  }

  /** Of the workflow that the selected node runs. */
  async chooseVersion(version: string | RegExp) {
    await this.inspector.getByRole("combobox", { name: "Version" }).click();
    await this.page.getByRole("option", { name: version }).click();
  }

  get saveState(): Locator {
    return this.page.getByRole("banner").getByRole("status");
  }

  get runButton(): Locator {
    return this.page.getByRole("button", { name: "Run", exact: true });
  }

  get cancelButton(): Locator {
    return this.page.getByRole("button", { name: /^Cancel/ });
  }

  /** The line at the foot: number, state and steps of the run on the canvas. */
  get runStrip(): Locator {
    return this.page.getByRole("contentinfo", { name: "Run" });
  }

  get problems(): Locator {
    return this.page.getByRole("region", { name: "Problems" });
  }

  /** From the palette by a click: the new node goes beside the selected one. */
  async addNode(title: string) {
    const before = await this.countNodes();
    await (await this.paletteEntry(title)).click();
    await expect(this.nodes).toHaveCount(before + 1);
  }

  /** From the palette by dragging, to a place given in fractions of the canvas. */
  async dragNode(title: string, { x, y }: { x: number; y: number }) {
    const before = await this.countNodes();
    const box = await settledBox(this.canvas);
    const targetPosition = { x: box.width * x, y: box.height * y };
    await (await this.paletteEntry(title)).dragTo(this.canvas, { targetPosition });
    await expect(this.nodes).toHaveCount(before + 1);
  }

  async select(title: string) {
    await this.node(title).getByRole("heading").click();
    await expect(this.inspector.getByRole("heading", { name: title, exact: true })).toBeVisible();
  }

  async rename(title: string, next: string) {
    await this.node(title).getByRole("heading").dblclick();
    const field = this.page.getByRole("textbox", { name: "Node title" });
    await field.fill(next);
    await field.press("Enter");
    await expect(this.node(next)).toBeVisible();
  }

  output([node, port]: PortName): Locator {
    return this.node(node).getByRole("button", { name: `${port} output`, exact: true });
  }

  input([node, port]: PortName): Locator {
    return this.node(node).getByRole("button", { name: `${port} input`, exact: true });
  }

  /** Draws a wire and lets go of it; whether it holds is for the test to say. */
  async connect(from: PortName, to: PortName) {
    await this.holdWire(from, to);
    await this.page.mouse.up();
  }

  /** Draws a wire and holds it over a port. */
  async holdWire(from: PortName, to: PortName) {
    const target = await settledBox(this.input(to));
    await this.output(from).hover();
    await this.page.mouse.down();
    // As a hand does it: a wire begins with the first of several moves.
    await this.page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 8 });
  }

  wire(from: string, to: string): Locator {
    return this.page.getByRole("group", { name: `${from} to ${to}`, exact: true });
  }

  async run() {
    await this.runButton.click();
  }

  /** Every step runs, whatever earlier runs left. */
  async runFresh() {
    await this.page.getByRole("button", { name: "More ways to run" }).click();
    await this.page.getByRole("menuitem", { name: /^Run without the cache/ }).click();
  }

  /** By its key, on the chosen node. */
  async runTo(title: string) {
    await this.select(title);
    await this.page.keyboard.press("Shift+Enter");
  }

  /** By its key, on the chosen node: that one and all below it, with earlier values. */
  async runFrom(title: string) {
    await this.select(title);
    await this.page.keyboard.press("Alt+Enter");
  }

  /** By its key: the dialog in which outputs of the node are pinned. */
  async openPins(title: string): Promise<Locator> {
    await this.select(title);
    await this.page.keyboard.press("Shift+P");
    return this.page.getByRole("dialog", { name: `Pin outputs of ${title}` });
  }

  pinnedOutput([node, port]: PortName): Locator {
    return this.node(node).getByRole("button", { name: `${port} output, pinned`, exact: true });
  }

  /** Of the node's menu, which stays open. */
  async menuItem(title: string, item: string): Promise<Locator> {
    await this.node(title).getByRole("heading").click({ button: "right" });
    return this.page.getByRole("menu", { name: "Selection" }).getByRole("menuitem", { name: item });
  }

  /** Waits until every node has this state, also those that are not drawn yet. */
  async everyNodeIs(status: string) {
    await expect(this.nodes.first()).toBeVisible();
    await expect(this.canvas.locator(`article:not([data-status="${status}"])`)).toHaveCount(0, { timeout: RUN_MS });
  }

  /** Waits until a node has ended well, here or in an earlier run with the same: which of the two hangs on the time that it takes. */
  async isDone(title: string) {
    await expect(this.node(title)).toHaveAttribute("data-status", done, { timeout: RUN_MS });
  }

  async everyNodeIsDone() {
    await expect(this.nodes.first()).toBeVisible();
    const others = this.canvas.locator('article:not([data-status="succeeded"], [data-status="cached"])');
    await expect(others).toHaveCount(0, { timeout: RUN_MS });
  }

  /** What the node's menu tells in a message: why it ran, or where its result is from. */
  async whyItRan(title: string): Promise<Locator> {
    await this.select(title);
    await (await this.menuItem(title, "Why did this run?")).click();
    return this.page
      .getByRole("region", { name: /^Notifications/ })
      .getByRole("listitem")
      .filter({ hasText: title });
  }

  /** Nodes that the canvas has not measured yet are there already, and out of sight. */
  private async countNodes(): Promise<number> {
    return await this.canvas.locator("article").count();
  }

  /** Found by its title, and ready to be clicked or dragged. */
  async paletteEntry(title: string): Promise<Locator> {
    const palette = this.page.getByRole("complementary", { name: "Nodes" });
    await palette.getByRole("searchbox", { name: "Find a node" }).fill(title);
    const found = palette.getByRole("list", { name: "Node types found" }).getByRole("button");
    return found.filter({ has: this.page.getByText(title, { exact: true }) });
  }
}
