import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

const greetings: WorkflowSketch = {
  title: "Greetings",
  nodes: {
    who: { type: "workflow-input", title: "World", params: { name: "who", kind: "text", sample: "world" } },
    hello: { type: "text-template", title: "Hello world", params: { template: "Hello world, {{world}}!" } },
    count: { type: "evaluate", title: "Count", params: { inputs: ["world"], expression: "world.length" } },
    result: { type: "workflow-output", title: "Result", params: { name: "result" } },
  },
  wires: [
    ["who.value", "hello.world"],
    ["who.value", "count.world"],
    ["hello.text", "result.value"],
  ],
};

test("words are found on the canvas by key, gone through, and replaced in one step; what may not change is named and left", async ({
  editor,
  finding,
  page,
}) => {
  await editor.openFile(greetings);
  await expect(editor.nodes).toHaveCount(4);

  await finding.find("world");
  await expect(finding.count).toHaveText("1 of 6");
  await expect(editor.node("Count")).toHaveAttribute("data-found", "also");
  await expect(editor.node("Result")).not.toHaveAttribute("data-found");
  await page.keyboard.press("Enter");
  await expect(finding.count).toHaveText("2 of 6");
  await page.keyboard.press("Shift+Enter");
  await expect(finding.count).toHaveText("1 of 6");
  await expect(editor.node("World")).toHaveAttribute("data-found", "here");
  await expect(editor.inspector.getByRole("heading", { name: "World" })).toBeVisible();

  await test.step("with what would become of each place", async () => {
    await finding.panel.getByRole("textbox", { name: "Replace with" }).fill("Earth");
    await expect(finding.place(/^Hello world · Title.*becomes.*Hello Earth/)).toBeVisible();
    await expect(finding.place(/^Count · Inputs.*Left: would take away the input “world”/)).toBeVisible();
    await checkAccessibility(page, { state: "find and replace" });
  });

  await test.step("all at once, which one undo takes back", async () => {
    await finding.replaceAllWith("Earth");
    await expect(finding.said("Replaced at 4 places")).toContainText("left: Hello world, Template would take away");
    await expect(editor.node("Hello Earth")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(finding.panel).toHaveCount(0);
    await expect(editor.node("Hello Earth")).not.toHaveAttribute("data-found");
    await editor.canvas.focus();
    await page.keyboard.press("ControlOrMeta+z");
    await expect(editor.node("Hello world")).toBeVisible();
    await expect(editor.node("World")).toBeVisible();
  });

  await test.step("the minimap is put away by key, and stays away", async () => {
    await expect(finding.minimap).toBeVisible();
    await page.keyboard.press("m");
    await expect(finding.minimap).toHaveCount(0);
    await editor.reload();
    await expect(finding.minimap).toHaveCount(0);
    await page.keyboard.press("m");
    await expect(finding.minimap).toBeVisible();
  });
});
