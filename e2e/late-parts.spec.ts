import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";

const scripts = "**/_next/static/chunks/**";

test("a part of the page that does not load says so, and the second try opens it", async ({ editor, page }) => {
  await editor.openFile({
    title: "Loads late",
    nodes: { word: { type: "workflow-input", title: "Word", params: { name: "word", kind: "text", sample: "you" } } },
    wires: [],
  });
  const notices = page.getByRole("region", { name: /^Notifications/ });
  const publish = page.getByRole("button", { name: "Publish", exact: true });
  const dialog = page.getByRole("dialog");
  await page.route(scripts, (route) => route.abort());

  await publish.click();
  await expect(notices).toContainText("The dialog was not opened");
  await expect(notices).toContainText("reload the page");
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Loads late" }).click();
  await page.getByRole("menuitem", { name: "Save as a picture (SVG)" }).click();
  await expect(notices).toContainText("The picture was not made");
  // The page goes on.
  await page.keyboard.press("?");
  await expect(notices.getByText("The dialog was not opened")).toHaveCount(2);
  await expect(editor.node("Word")).toBeVisible();

  await page.unroute(scripts);
  // The first opening and the later ones give the focus back alike.
  for (const _ of ["first", "second"]) {
    await publish.focus();
    await page.keyboard.press("?");
    await expect(dialog.getByRole("heading", { name: "Keys" })).toBeVisible();
    await dialog.getByRole("button", { name: "Close", exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(publish).toBeFocused();
  }
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Loads late" }).click();
  await page.getByRole("menuitem", { name: "Save as a picture (SVG)" }).click();
  expect((await saving).suggestedFilename()).toBe("Loads late.svg");
  await publish.click();
  await expect(dialog).toContainText("It cannot be published yet");
});
