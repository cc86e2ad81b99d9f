import { mkdirSync, statSync } from "node:fs";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { test } from "./fixtures.ts";
import { screenshots } from "./places.ts";

/** Runs alone, with PATCHBAY_SCREENSHOTS=1, on a workspace in which nothing but templates has run. */

const MAX_BYTES = 300_000;

async function takePicture(page: Page, name: string) {
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState("networkidle");
  mkdirSync(screenshots, { recursive: true });
  const file = `${screenshots}/${name}.png`;
  await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
  expect(statSync(file).size).toBeLessThan(MAX_BYTES);
}

test("the pictures of the README and the documents", async ({ account, editor, gallery, runs, page }) => {
  await gallery.open();
  await expect(gallery.card("Find and count shapes")).toBeVisible();
  await takePicture(page, "gallery-light");

  for (const title of ["Read handwritten digits", "Segment shapes", "Score wines", "Find and count shapes"]) {
    await gallery.open();
    await gallery.use(title);
    await editor.run();
    await editor.everyNodeIs("succeeded");
  }
  await editor.select("Keep the sure ones");
  await page.getByRole("button", { name: "Fit the view" }).click();
  await takePicture(page, "editor-light");
  await account.chooseTheme("Dark");
  await takePicture(page, "editor-dark");
  await account.chooseTheme("Light");

  await runs.open();
  await expect(runs.row(4)).toContainText("Done");
  await takePicture(page, "runs-light");
});
