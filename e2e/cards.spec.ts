import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

const sums: WorkflowSketch = {
  title: "Sums",
  nodes: {
    number: {
      type: "workflow-input",
      title: "Number",
      params: { name: "number", kind: "number", sample: 5 },
      at: [0, 0],
    },
    double: { type: "evaluate", title: "Double", params: { expression: "value * 2", output: "number" }, at: [300, 0] },
    add: { type: "evaluate", title: "Add one", params: { expression: "value + 1", output: "number" }, at: [600, 0] },
    result: { type: "workflow-output", title: "Result", params: { name: "result" }, at: [900, 0] },
  },
  wires: [
    ["number.value", "double.value"],
    ["double.result", "add.value"],
    ["add.result", "result.value"],
  ],
};

test("a node is bypassed, then muted, and a run does what the cards say", async ({ editor, page }) => {
  await editor.openFile(sums);
  await editor.run();
  await expect(editor.node("Add one")).toContainText("11");

  await test.step("bypassed, what arrives goes on as it is", async () => {
    await editor.select("Double");
    await page.keyboard.press("b");
    await editor.run();
    await expect(editor.node("Add one")).toContainText("6");
    await expect(editor.node("Double")).toContainText("Passed by");
    await editor.select("Add one");
    await expect(editor.node("Double")).toContainText("Bypassed");
    await checkAccessibility(page, { state: "a bypassed node" });
  });

  await test.step("muted, it and what needs it do not run, and the reason is told", async () => {
    await editor.select("Double");
    await page.keyboard.press("d");
    await editor.runButton.click();
    await expect(editor.node("Add one")).toHaveAttribute("data-status", "skipped");
    await expect(editor.node("Add one")).toContainText("Skipped: nothing from Double");
    await editor.select("Add one");
    await expect(editor.node("Double").getByText("Muted").first()).toBeVisible();
    await checkAccessibility(page, { state: "a muted node" });
  });

  await test.step("an input takes nothing that it could pass on, and the key says so", async () => {
    await editor.select("Number");
    await page.keyboard.press("b");
    await expect(page.getByRole("region", { name: /^Notifications/ })).toContainText("there is nothing to pass on");
  });

  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor.node("Double")).not.toHaveAttribute("data-disabled", /./);
});

test("what is wrong at a node has a button that mends it", async ({ editor, rewiring, page }) => {
  await editor.openFile({
    title: "Wrong",
    nodes: {
      load: { type: "load-image", title: "Load", at: [0, 0] },
      double: {
        type: "evaluate",
        title: "Double",
        params: { expression: "value.nothing.at", output: "number" },
        at: [300, 0],
      },
      number: {
        type: "workflow-input",
        title: "Number",
        params: { name: "n", kind: "number", sample: 5 },
        at: [0, 300],
      },
      resize: { type: "resize-image", title: "Resize", at: [300, 300] },
    },
    wires: [["number.value", "double.value"]],
  });

  await test.step("an input without a wire opens the nodes that fit it", async () => {
    await editor.select("Resize");
    await editor.node("Resize").getByRole("button", { name: "Connect Image" }).click();
    await expect(rewiring.offers).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("a missing choice leads to its field", async () => {
    await editor.select("Load");
    await editor
      .node("Load")
      .getByRole("button", { name: /^Choose / })
      .click();
    await expect(editor.inspector.locator("[data-param]:focus-within")).toBeVisible();
    await checkAccessibility(page, { state: "a node with a button that mends it" });
  });

  await test.step("a failed node leads to the setting that was wrong", async () => {
    await editor.select("Double");
    await page.keyboard.press("Shift+Enter");
    await expect(editor.node("Double")).toHaveAttribute("data-status", "failed");
    await editor.node("Double").getByRole("button", { name: "Change Expression" }).click();
    await expect(editor.inspector.locator('[data-param="expression"]:focus-within')).toBeVisible();
    await checkAccessibility(page, { state: "a failed node" });
  });
});

test("the value on a node is folded away and kept open, here and after coming back", async ({ editor, page }) => {
  await editor.openFile(sums);
  await editor.run();
  await expect(editor.node("Add one").getByText("11").first()).toBeVisible();
  await editor.everyNodeIsDone();
  // Not as it is seen: the view may be gliding to another zoom.
  const height = () => editor.node("Add one").evaluate((card: HTMLElement) => card.offsetHeight);
  const before = await height();

  await editor.select("Add one");
  await page.keyboard.press("h");
  await expect.poll(height).toBeLessThan(before);

  await editor.isSaved();
  await editor.reload();
  await expect.poll(height).toBeLessThan(before);
  await editor.select("Add one");
  await page.keyboard.press("h");
  await page.keyboard.press("Shift+H");
  await checkAccessibility(page, { state: "a value kept open in full" });
});
