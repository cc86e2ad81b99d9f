import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";
import { guidePictures } from "./places.ts";
import { takePicture } from "./take-picture.ts";

/** Runs with PATCHBAY_SCREENSHOTS=1. What the guide tells is done here step by step, so that its pictures show what is there. */
test("the pictures of the user guide", async ({
  editor,
  finding,
  form,
  gallery,
  page,
  params,
  rewiring,
  structure,
  versions,
}) => {
  test.setTimeout(240_000);
  await page.emulateMedia({ reducedMotion: "reduce" });
  const picture = (name: string) => takePicture(page, { folder: guidePictures, name });

  await test.step("a workflow is built", async () => {
    await editor.openFile({
      title: "Sort the scans",
      nodes: {
        scan: { type: "workflow-input", title: "Scan", params: { name: "scan", kind: "image" } },
        small: { type: "resize-image", title: "Make small", params: { width: 320 }, at: [300, -60] },
        tensor: { type: "image-to-tensor", title: "To tensor", at: [300, 240] },
      },
      wires: [["scan.value", "small.image"]],
    });
    await rewiring.dropWire(["Scan", "Value"], { x: 0.42, y: 0.86 });
    await expect(rewiring.offers.getByRole("option").first()).toBeVisible();
    await picture("add-at-a-wire");
    await page.keyboard.press("Escape");
    await editor.holdWire(["To tensor", "Tensor"], ["Make small", "Image"]);
    await picture("refused-wire");
    await page.mouse.up();
    await expect(rewiring.refusal).toBeVisible();
    await page.keyboard.press("Escape");
    await editor.run();
    await expect(editor.problems).toBeVisible();
    await picture("problems");
  });

  await test.step("a template runs", async () => {
    await gallery.open();
    await gallery.use("Find and count shapes");
    await editor.run();
    await editor.everyNodeIsDone();
    await editor.select("Keep the sure ones");
    await picture("after-a-run");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    await picture("keys");
    await page.keyboard.press("Escape");
    await finding.find("shape");
    await picture("find");
    await page.keyboard.press("Escape");
  });

  await test.step("versions are compared", async () => {
    await editor.select("Keep the sure ones");
    await editor.inspector.getByLabel("Score at least").last().fill("0.6");
    await page.keyboard.press("Tab");
    await editor.isSaved();
    await versions.openHistory();
    await versions
      .version("Version 1")
      .getByRole("button", { name: /^Compare version/ })
      .click();
    await expect(versions.differences.first()).toBeVisible();
    await expect(page.getByRole("article").first()).toBeVisible();
    await picture("versions");
    await versions.backToEditor();
  });

  await test.step("parts are put together", async () => {
    await editor.run();
    await editor.everyNodeIsDone();
    await structure.selectAll("Draw boxes", "Drawn picture");
    await structure.addFrame("What is seen");
    await structure.chooseColour("Blue");
    await picture("frame");
  });

  await test.step("it is run by its form", async () => {
    await form.openFromEditor();
    await form.runButton.click();
    await form.isDone();
    await picture("form");
  });

  await test.step("an expression is written", async () => {
    await editor.openFile({
      title: "Price a basket",
      nodes: {
        basket: {
          type: "workflow-input",
          title: "Basket",
          params: { name: "basket", kind: "json", sample: { items: [{ price: 3 }, { price: 4.5 }] } },
        },
        price: { type: "evaluate", title: "Price", params: { expression: "value" } },
        result: { type: "workflow-output", title: "Total", params: { name: "total" } },
      },
      wires: [
        ["basket.value", "price.value"],
        ["price.result", "result.value"],
      ],
    });
    await editor.run();
    await editor.everyNodeIsDone();
    await editor.select("Price");
    await params.typeCode("Expression", ".i");
    await expect(params.completions).toBeVisible();
    await picture("expression");
    await page.keyboard.press("Escape");
  });

  await test.step("the same is there as an outline", async () => {
    await editor.openSaved("Find and count shapes");
    await page.keyboard.press("Shift+O");
    await expect(page.getByRole("treegrid")).toBeVisible();
    await picture("outline");
  });
});
