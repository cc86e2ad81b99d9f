import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";

test("two runs are compared: what was changed, where their values part, and by how much", async ({
  gallery,
  editor,
  runs,
  versions,
  page,
}) => {
  await gallery.open();
  await gallery.use("Find and count shapes");
  await editor.runFresh();
  await editor.everyNodeIs("succeeded");
  const openRun = page.getByRole("link", { name: "Open run" });
  const first = await openRun.getAttribute("href");
  await versions.setParam("Keep the sure ones", "Area at least", "1500");
  await editor.runFresh();
  await expect(openRun).not.toHaveAttribute("href", first!);
  await expect(editor.runStrip).toContainText("Done");
  await openRun.click();
  const number = await runs.number();

  // From the page of a run: the one before it.
  await runs.more("Compare with the run before");
  await page.waitForURL(/\/runs\/compare\?a=[0-9a-f-]{36}&b=[0-9a-f-]{36}/);
  await expect(page.getByRole("button", { name: `A: Run ${number - 1}. Choose another run` })).toBeVisible();
  await expect(page.getByRole("button", { name: `B: Run ${number}. Choose another run` })).toBeVisible();
  await expect(page.getByRole("list", { name: "Differences" })).toContainText("Keep the sure ones");
  const values = page.getByRole("list", { name: "Values that differ" });
  await expect(values.getByRole("button", { name: /^Keep the sure ones, Kept −4, / })).toBeVisible();
  const detail = page.getByRole("region", { name: "Chosen value" });
  await expect(detail.getByRole("row", { name: /only in A/ }).first()).toBeVisible();
  await checkAccessibility(page, { state: "two runs with boxes that differ" });

  // By keys: from value to value, and the slider over the pictures.
  await values.getByRole("button").first().focus();
  for (let row = 0; row < 3; row++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(detail.getByRole("heading", { name: /^Draw boxes, / })).toBeVisible();
  const slider = detail.getByRole("slider", { name: "How much of A is seen" });
  await slider.focus();
  await page.keyboard.press("End");
  await expect(slider).toHaveAttribute("aria-valuenow", "100");
  // In turn at one zoom: by itself unless less motion is asked for, and by hand.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await detail.getByRole("radio", { name: "Blink" }).click();
  // The other one tells the pixel under the cross.
  const blink = detail.getByRole("status").first();
  await expect(blink).toHaveText("A is shown");
  const percent = detail.getByText(/^\d+ %$/);
  const fitted = await percent.innerText();
  await detail.getByRole("application").focus();
  await page.keyboard.press("+");
  await expect(percent).not.toHaveText(fitted);
  const zoom = await percent.innerText();
  await page.keyboard.press("Space");
  await expect(blink).toHaveText("B is shown");
  await expect(detail.getByRole("img", { name: "In B" })).toBeVisible();
  await detail.getByRole("button", { name: "Show the other one" }).click();
  await expect(detail.getByRole("img", { name: "In A" })).toBeVisible();
  await expect(detail.getByText(zoom, { exact: true })).toBeVisible();
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await detail.getByRole("button", { name: "Blink by itself" }).click();
  await expect(blink).toHaveText("A and B in turn");
  // Each is there for half a second, so a look each second could meet the same one for long.
  const often = { intervals: [130] };
  await expect.poll(() => detail.getByRole("img", { name: "In B" }).isVisible(), often).toBe(true);
  await expect.poll(() => detail.getByRole("img", { name: "In A" }).isVisible(), often).toBe(true);
  await detail.getByRole("button", { name: "Stop blinking" }).click();
  await expect(blink).toHaveText(/^[AB] is shown$/);
  await detail.getByRole("radio", { name: "Difference" }).click();
  await expect(detail.getByRole("img", { name: "Where the pictures differ" })).toBeVisible();
  await expect(detail.getByText(/^[\d,]+ pixels differ, /)).toBeVisible();

  // The address has what is looked at, and what is open in large; a copied link leads others to the same.
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy the link to this comparison" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto(link);
  await expect(detail.getByRole("heading", { name: /^Draw boxes, / })).toBeVisible();
  await expect(detail.getByRole("radio", { name: "Difference" })).toBeChecked();
  await detail.getByRole("button", { name: "Both values as they are" }).click();
  await detail.getByRole("region", { name: "Value in B" }).getByRole("button", { name: "Open in large" }).click();
  const large = page.getByRole("dialog", { name: /^Draw boxes, .*, in B$/ });
  await expect(large).toBeVisible();
  await expect(page).toHaveURL(/large=/);
  await page.reload();
  await expect(large).toBeVisible();
  await large.getByRole("button", { name: "Close" }).click();
  await expect(large).toBeHidden();
  await expect(detail.getByRole("heading", { name: /^Draw boxes, / })).toBeVisible();
  await values
    .getByRole("button", { name: /^Count by shape, Table/ })
    .first()
    .click();
  await expect(detail.getByRole("region", { name: "Rows that differ" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Latency" }).getByRole("row", { name: /^Find shapes/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Environment" })).toContainText("ONNX Runtime");

  // From the list: the two newest, the other way round, and a run with itself.
  await runs.open();
  await page.getByRole("checkbox", { name: `Choose run ${number}` }).click();
  await page.getByRole("checkbox", { name: `Choose run ${number - 1}` }).click();
  await page.getByRole("toolbar", { name: "Chosen runs" }).getByRole("button", { name: "Compare" }).click();
  await page.getByRole("button", { name: "Swap A and B" }).click();
  await expect(page.getByRole("button", { name: `A: Run ${number}. Choose another run` })).toBeVisible();
  await page.getByRole("button", { name: /^B: / }).click();
  await page
    .getByRole("dialog", { name: "Runs for B" })
    .getByRole("button", { name: new RegExp(`^Done Run ${number} `) })
    .click();
  await expect(page.getByText("Both runs gave the same everywhere.")).toBeVisible();
  await checkAccessibility(page, { state: "two runs that gave the same" });

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goBack();
  await expect(values).toBeVisible();
  await checkAccessibility(page, { state: "two runs on a phone" });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.goto("/runs/compare");
  await expect(page.getByRole("heading", { name: "Choose two runs" })).toBeVisible();
  // Of two runs one is gone: the other can be compared with something else.
  const gone = "00000000-0000-4000-8000-000000000000";
  await page.goto(`/runs/compare?a=${gone}&b=${first!.split("/").at(-1)}`);
  await expect(page.getByRole("heading", { name: "Run A is not there" })).toBeVisible();
  await expect(page.getByRole("button", { name: "A: Choose a run. Choose another run" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^B: Run / })).toBeVisible();
  await page.goto(`/runs/compare?a=${gone}&b=${gone}`);
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
});
