import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";
import { screenshots } from "./places.ts";
import { takePicture } from "./take-picture.ts";

/** Runs alone, with PATCHBAY_SCREENSHOTS=1, on a workspace in which nothing but templates has run. */

test("the pictures of the README and the documents", async ({ account, editor, gallery, runs, page }) => {
  test.setTimeout(180_000);
  const picture = async (name: string) => {
    await page.mouse.move(0, 0);
    await takePicture(page, { folder: screenshots, name });
  };
  let count = 0;
  const runToTheEnd = async (status: string) => {
    await editor.run();
    await expect(editor.runStrip).toContainText(`Run ${++count}`);
    await expect(editor.runStrip).toContainText(status);
  };

  await gallery.open();
  await expect(gallery.card("Find and count shapes")).toBeVisible();
  await picture("gallery-light");

  await editor.openFile({
    title: "Price a basket",
    nodes: {
      basket: {
        type: "workflow-input",
        title: "Basket",
        params: { name: "basket", kind: "json", sample: { items: [] } },
      },
      price: { type: "evaluate", title: "Price", params: { expression: "value.total.toFixed(2)" } },
      result: { type: "workflow-output", title: "Total", params: { name: "total" } },
    },
    wires: [
      ["basket.value", "price.value"],
      ["price.result", "result.value"],
    ],
  });
  await runToTheEnd("Failed");
  const titles = [
    "Watch a machine",
    "Read handwritten digits",
    "Segment shapes",
    "Score wines",
    "Find and count shapes",
  ];
  for (const title of titles) {
    await gallery.open();
    await gallery.use(title);
    for (let round = 0; round < 3; round++) await runToTheEnd("Done");
  }
  await editor.select("Keep the sure ones");
  await page.getByRole("button", { name: "Fit the view" }).click();
  await picture("editor-light");
  await account.chooseTheme("Dark");
  await picture("editor-dark");
  await account.chooseTheme("Light");

  await runs.open();
  await expect(runs.row(16)).toContainText("Failed");
  await picture("runs-light");
});
