import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { settledBox } from "./settled-box.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

const numbers: WorkflowSketch = {
  title: "Squares",
  nodes: {
    numbers: {
      type: "workflow-input",
      title: "Numbers",
      params: { name: "numbers", kind: "number", list: true, sample: [1, 2, 3] },
      at: [0, 0],
    },
    square: {
      type: "evaluate",
      title: "Square",
      params: { expression: "value * value", output: "number" },
      at: [360, 0],
    },
    result: { type: "workflow-output", title: "Squares", params: { name: "squares" }, at: [720, 0] },
  },
  wires: [
    ["numbers.value", "square.value"],
    ["square.result", "result.value"],
  ],
};

test("a wire is led around by its bends, with pointer and keys, and goes straight again with one key", async ({
  editor,
  wires,
  page,
}) => {
  await editor.openFile(numbers);
  const bends = wires.bends("Numbers", "Square");

  await test.step("a double click makes a bend, which is dragged, one undo each", async () => {
    await wires.bendAt(["Numbers", "Value"], ["Square", "value"]);
    await expect(bends).toHaveCount(1);
    const before = await settledBox(bends);
    await wires.dragBend(bends, { x: 0, y: 120 });
    await expect.poll(async () => Math.round((await bends.boundingBox())!.y - before.y)).toBeGreaterThan(90);
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(async () => (await bends.boundingBox())!.y).toBe(before.y);
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await expect.poll(async () => (await bends.boundingBox())!.y).not.toBe(before.y);
  });

  await test.step("it is part of the document", async () => {
    await editor.isSaved();
    await editor.reload();
    await expect(bends).toHaveCount(1);
  });

  await test.step("by keys: K adds one, arrows move it, Delete takes it away", async () => {
    await wires.choose("Square", "Squares");
    await page.keyboard.press("k");
    const bend = wires.bends("Square", "Squares");
    await expect(bend).toBeFocused();
    const before = await settledBox(bend);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect.poll(async () => (await bend.boundingBox())!.y).toBeGreaterThan(before.y);
    await checkAccessibility(page, { state: "a wire with bends" });
    await page.keyboard.press("Delete");
    await expect(bend).toHaveCount(0);
    await expect(editor.wire("Square", "Squares")).toBeVisible();
  });

  await test.step("Shift+K takes all bends out of the chosen wire", async () => {
    await wires.choose("Numbers", "Square");
    await page.keyboard.press("Shift+K");
    await expect(bends).toHaveCount(0);
  });
});

test("a chosen wire explains what its ends give and take, how often the node behind runs, and what it carried", async ({
  editor,
  rewiring,
  wires,
  page,
}) => {
  await editor.openFile(numbers);
  await editor.run();

  await wires.choose("Numbers", "Square");
  await expect(editor.inspector).toContainText("Value of Numbers");
  await expect(editor.inspector).toContainText("number ×n");
  await expect(editor.inspector).toContainText("Square runs once for each item: ×3.");
  await expect(editor.inspector.getByRole("region", { name: "Last value" })).toContainText("3 numbers");
  await checkAccessibility(page, { state: "a wire explained" });

  await rewiring.hoverWire(["Square", "Result"], ["Squares", "Value"]);
  await expect(editor.canvas.getByText("number ×n", { exact: true })).toBeVisible();
});
