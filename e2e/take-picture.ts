import { mkdirSync } from "node:fs";
import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import sharp from "sharp";

const MAX_BYTES = 300_000;

/** Of the window as it stands, into a folder that is committed. */
export async function takePicture(page: Page, { folder, name }: { folder: string; name: string }) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState("networkidle");
  mkdirSync(folder, { recursive: true });
  const picture = sharp(await page.screenshot({ animations: "disabled", caret: "hide" }));
  // 256 colours are enough for the pages, and keep the noise of the sample pictures small.
  const { size } = await picture.png({ palette: true, effort: 10 }).toFile(`${folder}/${name}.png`);
  expect(size).toBeLessThan(MAX_BYTES);
}
