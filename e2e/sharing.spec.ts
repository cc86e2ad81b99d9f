import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { goesToLivingPages } from "./alive.ts";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { address } from "./places.ts";
import { RunsPage } from "./runs-page.ts";

test("a run is shown by its link to somebody without an account, until the link is revoked", async ({
  gallery,
  editor,
  runs,
  page,
  browser,
}) => {
  await gallery.open();
  await gallery.use("Find and count shapes");
  await editor.runFresh();
  await editor.everyNodeIs("succeeded");
  await page.getByRole("link", { name: "Open run" }).click();
  await runs.number();

  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share this run" });
  await dialog.getByRole("textbox", { name: "Note" }).fill("For Grace");
  await dialog.getByRole("button", { name: "Make a link" }).click();
  const link = await dialog.getByLabel("Link to this run").textContent();
  await expect(dialog.getByRole("listitem")).toContainText("never opened");
  await checkAccessibility(page, { state: "links to a run" });

  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
  goesToLivingPages(context);
  const guest = await context.newPage();
  const shown = new RunsPage(guest);
  const answer = await guest.goto(link!);
  expect(answer!.headers()).toMatchObject({ "referrer-policy": "no-referrer", "cache-control": "private, no-store" });
  await expect(guest.getByRole("heading", { name: "Find and count shapes" })).toBeVisible();
  await expect(shown.output("count")).toContainText("6");
  const picture = shown.output("picture").locator("canvas").first();
  await expect(picture).toBeVisible();
  await shown.chooseStep("Find shapes");
  await expect(guest.getByRole("region", { name: "Detections" })).toBeVisible();
  await shown.moment.focus();
  await guest.keyboard.press("Home");
  await expect(shown.node("Draw boxes")).toHaveAttribute("data-status", "waiting");
  await expect(guest.getByRole("link").filter({ hasNotText: /\.(png|json)/ })).toHaveCount(0);
  await checkAccessibility(guest, { state: "shared run" });

  // Revoked, it is gone for the page that is open and for the next one.
  await page.reload();
  await page.getByRole("button", { name: "Share" }).click();
  await expect(dialog.getByRole("listitem")).toContainText("opened once");
  await dialog.getByRole("button", { name: "Revoke For Grace" }).click();
  await expect(dialog.getByRole("listitem")).toContainText("revoked");
  const gone = await guest.goto(link!);
  expect(gone!.status()).toBe(404);
  await expect(guest.getByRole("heading", { name: "This link does not work" })).toBeVisible();
  await checkAccessibility(guest, { state: "link that does not work" });
  await context.close();
});

test("a run is saved as a zip and opened again, and half of a zip is refused in words", async ({
  gallery,
  editor,
  runs,
  page,
}) => {
  await gallery.open();
  await gallery.use("Find and count shapes");
  await editor.runFresh();
  await editor.everyNodeIs("succeeded");
  await page.getByRole("link", { name: "Open run" }).click();
  const number = await runs.number();
  const download = page.waitForEvent("download");
  await runs.more("Download run (.zip)");
  const zip = await (await download).path();

  await runs.open();
  const file = page.locator("input[type=file]");
  await file.setInputFiles({
    name: "run.zip",
    mimeType: "application/zip",
    buffer: readFileSync(zip).subarray(0, 3_000),
  });
  await expect(page.getByText("The file is no zip, or its end is missing").first()).toBeVisible();
  await file.setInputFiles(zip);
  await runs.isRun(number + 1);

  await expect(page.getByText(`Imported, run ${number} there`)).toBeVisible();
  await expect(runs.output("count")).toContainText("6");
  await runs.open();
  await page.locator("input[type=file]").setInputFiles(zip);
  await expect(page.getByText("This run is here already").first()).toBeVisible();
  await runs.isRun(number + 1);
});
