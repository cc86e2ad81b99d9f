import { expect } from "@playwright/test";
import type { Locator } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";

test("a control that one points at or reaches by keys says what it is called and its key", async ({ editor, page }) => {
  await editor.openNew();
  const tip = page.getByRole("tooltip");
  await pointAt(page.getByRole("button", { name: "Outline, or the canvas" }));
  await expect(tip).toContainText("Outline, or the canvas");
  await expect(tip).toContainText(/Shift.*O/);
  const nodes = page.getByRole("button", { name: "Nodes", exact: true });
  const isTheSame = await nodes.evaluateHandle((button) => () => button.isConnected);

  // By the pointer, after a moment; the words may be pointed at as well.
  await pointAt(nodes);
  await expect(tip).toHaveText(/^Nodes/);
  await expect(nodes).toHaveAccessibleDescription(/Nodes/);
  await checkAccessibility(page, { state: "a tooltip is open" });
  await pointAt(tip);
  await expect(tip).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tip).toBeHidden();
  await expect(nodes).not.toHaveAttribute("aria-describedby");

  // What is pressed needs no name any more, and it is the same button that was pointed at.
  await pointAt(nodes);
  await expect(tip).toBeVisible();
  await nodes.click();
  await expect(tip).toBeHidden();
  await expect(nodes).toHaveAttribute("aria-pressed", "false");
  await expect(nodes).toBeFocused();
  expect(await isTheSame.evaluate((isConnected) => isConnected())).toBe(true);

  // By keys at once, and it stays where the focus is.
  await page.mouse.move(700, 500);
  await page.keyboard.press("Shift+Tab");
  const before = await page.evaluate(() => document.activeElement!.getAttribute("aria-label"));
  await expect(tip).toContainText(before!);
  await page.keyboard.press("Tab");
  await expect(nodes).toBeFocused();
  await expect(tip).toHaveText(/^Nodes/);
  await page.keyboard.press("Enter");
  await expect(tip).toBeHidden();
  await expect(nodes).toHaveAttribute("aria-pressed", "true");
});

test("what is pressed at once, while the page is busy, is not named afterwards", async ({ editor, page }) => {
  await editor.openNew();
  const nodes = page.getByRole("button", { name: "Nodes", exact: true });
  const { x, y } = (await nodes.boundingBox())!;
  await Promise.all([
    page.evaluate(() => {
      const end = performance.now() + 400;
      while (performance.now() < end);
    }),
    page.mouse.move(x + 8, y + 8),
    page.mouse.down(),
    page.mouse.up(),
  ]);
  await expect(nodes).toHaveAttribute("aria-pressed", "false");
  // Longer than one waits for a tooltip.
  await page.waitForTimeout(1_000);
  await expect(page.getByRole("tooltip")).toBeHidden();
});

/** A hand moves over what it points at, and does not jump there. */
async function pointAt(locator: Locator) {
  const { x, y, width, height } = (await locator.boundingBox())!;
  await locator.page().mouse.move(x + width / 2, y + height / 2, { steps: 8 });
}
