import { expect } from "@playwright/test";
import type { Locator } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { settledBox } from "./settled-box.ts";
import { touches } from "./touch.ts";

const greeting = {
  nodes: {
    who: { type: "workflow-input", title: "Who", params: { name: "who", kind: "text", sample: "world" } },
    greet: { type: "text-template", title: "Greeting", params: { template: "Hello, {{who}}!" } },
  },
  wires: [["who.value", "greet.who"]] as [string, string][],
};

async function middleOf(locator: Locator) {
  const { x, y, width, height } = await settledBox(locator);
  return { x: x + width / 2, y: y + height / 2 };
}

test.describe("on a tablet", () => {
  test.use({ viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true });

  test("fingers add and move nodes and open their menus, and one panel is open at a time", async ({ editor, page }) => {
    await editor.openFile({ title: "By fingers", ...greeting });
    const fingers = await touches(page);
    const greet = editor.node("Greeting");

    await page.getByRole("button", { name: "Nodes", exact: true }).tap();
    const palette = page.getByRole("complementary", { name: "Nodes" });
    const entry = palette.getByRole("button", { name: /^Evaluate/ });
    await entry.scrollIntoViewIfNeeded();
    const from = await middleOf(entry);
    await fingers.drag([from], { x: 560 - from.x, y: 900 - from.y });
    await expect(editor.node("Evaluate")).toBeVisible();
    const placed = await settledBox(editor.node("Evaluate"));
    expect(Math.abs(placed.y - 890)).toBeLessThan(40);
    await checkAccessibility(page, { state: "editor on a tablet with the palette" });

    await page.getByRole("button", { name: "Inspector", exact: true }).tap();
    await expect(editor.inspector).toBeVisible();
    await expect(palette).toBeHidden();
    await checkAccessibility(page, { state: "editor on a tablet with the inspector" });
    await page.getByRole("button", { name: "Close the inspector" }).tap();

    const before = await middleOf(greet);
    await fingers.drag([before], { x: 40, y: 80 });
    await expect.poll(async () => (await middleOf(greet)).y).toBeGreaterThan(before.y + 40);
    const other = await middleOf(editor.node("Who"));

    await fingers.drag(
      [
        { x: 300, y: 600 },
        { x: 420, y: 600 },
      ],
      { x: 0, y: 120 },
    );
    await expect.poll(async () => (await middleOf(editor.node("Who"))).y).toBeGreaterThan(other.y + 60);

    await greet.getByRole("heading").tap();
    await greet.getByRole("button", { name: "Node menu" }).tap();
    await expect(page.getByRole("menu", { name: "Selection" })).toBeVisible();
    await checkAccessibility(page, { state: "menu of a node on a tablet" });
    await page.keyboard.press("Escape");

    // A finger that is held on something opens its menu, and choosing there is a tap of its own.
    const menuOf = (name: string) => page.getByRole("menu", { name });
    const rename = menuOf("Selection").getByRole("menuitem", { name: "Rename" });
    await fingers.hold(await middleOf(greet), { opens: rename });
    await menuOf("Selection").getByRole("menuitem", { name: "Bypass or take back in" }).tap();
    await expect(greet).toHaveAttribute("data-disabled", "bypass");
    const port = await middleOf(editor.input(["Greeting", "who"]));
    const bend = menuOf("Selection").getByRole("menuitem", { name: "Add a bend to the wire" });
    await fingers.hold({ x: port.x - 40, y: port.y }, { opens: bend });
    await page.keyboard.press("Escape");
    await expect(bend).toBeHidden();
    const note = menuOf("Canvas").getByRole("menuitem", { name: "Add a note" });
    await fingers.hold({ x: 60, y: 1000 }, { opens: note });
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true });

  test("a workflow is looked at and run, and nothing moves by accident", async ({ editor, runs, page }) => {
    await editor.openFile({ title: "On a phone", ...greeting });
    // Only wider screens say when the last save was, by which it is seen that the page is alive.
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: "Fit the view" }).tap();
    const fingers = await touches(page);
    const greet = editor.node("Greeting");
    // The view glides to where it fits.
    const before = await middleOf(greet);

    await fingers.drag([before], { x: 0, y: 100 });
    await expect.poll(async () => (await middleOf(greet)).y).toBeGreaterThan(before.y + 60);
    await expect(page.getByRole("toolbar", { name: "Canvas tools" })).toBeHidden();

    const runToHere = page.getByRole("menuitem", { name: "Run to here" });
    await fingers.hold(await middleOf(greet), { opens: runToHere });
    await runToHere.tap();
    await editor.isDone("Greeting");
    await editor.run();
    await editor.everyNodeIsDone();
    await expect(greet).toContainText("Hello, world!");
    await checkAccessibility(page, { state: "editor on a phone after a run" });

    await runs.open();
    await expect(page.getByRole("row").filter({ hasText: "On a phone" }).first()).toBeVisible();
    await checkAccessibility(page, { state: "runs on a phone" });
    await runs.openNewest();
    await checkAccessibility(page, { state: "run on a phone" });
  });
});

test("without a connection what one does is kept, and saved when it is back", async ({ editor, page, context }) => {
  await editor.openFile({ title: "Goes offline", ...greeting });

  await context.setOffline(true);
  await expect(page.getByRole("status").filter({ hasText: "You are offline" })).toBeVisible();
  await editor.rename("Greeting", "Said offline");
  await checkAccessibility(page, { state: "editor offline with unsaved work" });

  await context.setOffline(false);
  await expect(page.getByRole("status").filter({ hasText: "You are offline" })).toBeHidden();
  await editor.isSaved();
  await editor.reload();
  await expect(editor.node("Said offline")).toBeVisible();
});

test("the theme of the system is followed while the page is open", async ({ editor, page }) => {
  await editor.openFile({ title: "At dusk", ...greeting });
  const ground = () => editor.canvas.evaluate((canvas) => getComputedStyle(canvas).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  const light = await ground();

  await page.emulateMedia({ colorScheme: "dark" });

  await expect.poll(ground).not.toBe(light);
});

test("a workflow that is not there says so", async ({ page }) => {
  await page.goto("/workflows/00000000-0000-4000-8000-000000000000");

  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await checkAccessibility(page, { state: "a workflow that is not there" });
});
