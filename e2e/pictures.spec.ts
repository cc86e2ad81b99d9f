import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import sharp from "sharp";
import { test } from "./fixtures.ts";

for (const format of ["PNG", "SVG"] as const) {
  test(`a workflow saved as a ${format} picture opens from it again`, async ({ gallery, editor, page }) => {
    await gallery.open();
    await gallery.use("Find and count shapes");
    await expect(editor.nodes).toHaveCount(8);

    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Find and count shapes" }).click();
    await page.getByRole("menuitem", { name: `Save as a picture (${format})` }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe(`Find and count shapes.${format.toLowerCase()}`);

    const bytes = await readFile(await file.path());
    const { width, height } = await sharp(bytes).metadata();
    expect(Math.min(width, height)).toBeGreaterThan(400);
    const { channels } = await sharp(bytes).stats();
    // Not one flat colour: something was drawn.
    expect(Math.max(...channels.slice(0, 3).map(({ stdev }) => stdev))).toBeGreaterThan(5);

    await page.goto("/workflows");
    await page.getByLabel("Workflow file").setInputFiles({
      name: file.suggestedFilename(),
      mimeType: format === "PNG" ? "image/png" : "image/svg+xml",
      buffer: bytes,
    });
    await page.waitForURL("**/workflows/*");
    await expect(editor.nodes).toHaveCount(8);
    await expect(editor.wire("Picture", "Find shapes")).toBeVisible();
  });
}

test("a picture without a workflow says so, and nothing is imported", async ({ page }) => {
  await page.goto("/workflows");
  const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: "red" } })
    .png()
    .toBuffer();

  await page.getByLabel("Workflow file").setInputFiles({ name: "red.png", mimeType: "image/png", buffer: bytes });

  const notices = page.getByRole("region", { name: /^Notifications/ });
  await expect(notices.getByText("The picture carries no workflow.")).toBeVisible();
  await expect(page).toHaveURL(/\/workflows$/);
});
