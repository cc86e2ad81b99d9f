import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { goesToLivingPages } from "./alive.ts";
import { EditorPage } from "./editor-page.ts";
import { ownerState } from "./places.ts";

type Beginning = { says?: string; isAsked?: boolean };

/** What was saved, by whom, and what differs: merging, recovering and the version history. */
export class VersionsPage {
  readonly page: Page;
  readonly editor: EditorPage;
  constructor(page: Page) {
    this.page = page;
    this.editor = new EditorPage(page);
  }

  /** Messages stay for some seconds, so one that is awaited is looked for first; and who is asked something sees nothing else. */
  async open(url: string, { says, isAsked = false }: Beginning = {}) {
    await this.page.goto(url);
    if (says) await expect(this.notices).toContainText(says);
    if (isAsked) await expect(this.merge).toBeVisible();
    else await this.editor.isReady();
  }

  /** The same workflow in another tab of the same person. */
  async openTab(how: Beginning = {}): Promise<VersionsPage> {
    const other = new VersionsPage(await this.page.context().newPage());
    await other.open(this.page.url(), how);
    return other;
  }

  /** The same workflow and person in another browser, which shares no storage with this one. */
  async browserElsewhere(): Promise<VersionsPage> {
    const context = await this.page.context().browser()!.newContext({ storageState: ownerState });
    goesToLivingPages(context);
    const other = new VersionsPage(await context.newPage());
    await other.open(this.page.url());
    return other;
  }

  async setParam(node: string, param: string, value: string) {
    await this.editor.select(node);
    // As one types: a code field that is redrawn meanwhile keeps what its own keys chose, not what a program did.
    await this.editor.param(param).click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(value);
    await this.page.keyboard.press("Tab");
  }

  /** From now on nothing that the page sends arrives. */
  async loseServer() {
    await this.page.route("**/api/trpc/**", (route) => route.abort());
  }

  async findServer() {
    await this.page.unroute("**/api/trpc/**");
  }

  /** As a process that is lost: nothing of the page runs any more, where a page that is closed saves what it can. */
  async kill() {
    const session = await this.page.context().newCDPSession(this.page);
    const crashed = this.page.waitForEvent("crash");
    session.send("Page.crash").catch(() => {});
    await crashed;
    await this.page.close();
  }

  get merge(): Locator {
    return this.page.getByRole("dialog", { name: /changed elsewhere|were not saved/ });
  }

  clash(subject: string | RegExp): Locator {
    return this.merge
      .getByRole("list", { name: "Changed on both sides" })
      .getByRole("listitem")
      .filter({ hasText: subject });
  }

  async keep(subject: string | RegExp, side: "Mine" | "Theirs" | "Saved") {
    await this.clash(subject).getByRole("radio", { name: side }).click();
  }

  get notices(): Locator {
    return this.page.getByRole("region", { name: /^Notifications/ });
  }

  /** By its key, from the editor. */
  async openHistory() {
    await this.editor.canvas.focus();
    await this.page.keyboard.press("ControlOrMeta+Alt+h");
    await expect(this.page.getByRole("heading", { name: "Version history" })).toBeVisible();
  }

  /** Until the editor is there: the node on the page that is left has the same name. */
  async backToEditor() {
    await this.page.getByRole("link", { name: "Back to the editor" }).click();
    await expect(this.history).toBeHidden();
    await expect(this.editor.saveState).toHaveText(/^Saved/);
  }

  get history(): Locator {
    return this.page.getByRole("complementary", { name: "Versions" });
  }

  /** A row of the history, by the name of the version or "Version 3". */
  version(name: string): Locator {
    return this.history.getByRole("list", { name: "Versions" }).getByRole("listitem", { name, exact: true });
  }

  async nameVersion(number: number, name: string) {
    await this.version(`Version ${number}`)
      .getByRole("button", { name: `Name version ${number}` })
      .click();
    const field = this.page.getByRole("textbox", { name: `Name of version ${number}` });
    await field.fill(name);
    await field.press("Enter");
    await expect(this.version(name)).toBeVisible();
  }

  get differences(): Locator {
    return this.history.getByRole("list", { name: "Differences", exact: true }).getByRole("listitem");
  }
}
