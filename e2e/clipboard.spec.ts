import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { EditorPage } from "./editor-page.ts";
import { test } from "./fixtures.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

function greeting(title: string): WorkflowSketch {
  return {
    title,
    nodes: {
      who: { type: "workflow-input", title: "Who", params: { name: "who", kind: "text", sample: "you" } },
      hello: { type: "text-template", title: "Hello", params: { template: "Hello {{who}}" } },
      key: { type: "text-template", title: "Key", params: { template: "none" }, at: [0, 300] },
    },
    wires: [["who.value", "hello.who"]],
  };
}

test("nodes go through the clipboard to other tabs, with the wires from outside if asked, and without secrets", async ({
  editor,
  structure,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor.openFile(greeting("Copy from here"));
  await editor.select("Hello");
  await page.keyboard.press("ControlOrMeta+c");

  await test.step("a copy has its own wires; with the others it reads what the copied node reads", async () => {
    await page.keyboard.press("ControlOrMeta+v");
    await expect(editor.node("Hello")).toHaveCount(2);
    await expect(editor.wire("Who", "Hello")).toHaveCount(1);
    await page.keyboard.press("ControlOrMeta+z");
    await expect(editor.node("Hello")).toHaveCount(1);
    await page.keyboard.press("ControlOrMeta+Shift+v");
    await expect(editor.node("Hello")).toHaveCount(2);
    await expect(editor.wire("Who", "Hello")).toHaveCount(2);
    await page.keyboard.press("ControlOrMeta+z");
    await expect(editor.node("Hello")).toHaveCount(1);
  });

  await test.step("a secret stays where it is, and is named", async () => {
    await editor.select("Key");
    await editor.param("Template").fill("sk-proj-abcdefghijklmnopqrstuvwx");
    await editor.canvas.focus();
    await page.keyboard.press("ControlOrMeta+c");
    await expect(structure.messages("Copied without secrets")).toBeVisible();
    await expect(structure.messages('A secret in template of node "Key" was left out.')).toBeVisible();
    await checkAccessibility(page, { state: "message of what was not copied" });
  });

  await test.step("another tab", async () => {
    const other = new EditorPage(await context.newPage());
    await other.openFile({ title: "Paste here", nodes: {}, wires: [] });
    await other.canvas.focus();
    await other.page.keyboard.press("ControlOrMeta+v");
    await expect(other.node("Key")).toBeVisible();
    await other.page.close();
  });
});

test("what comes from elsewhere is looked through: what is missing is named, and what is no workflow is refused", async ({
  editor,
  structure,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor.openFile(greeting("Paste from elsewhere"));
  const paste = async (value: unknown) => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(value));
    await editor.canvas.focus();
    await page.keyboard.press("ControlOrMeta+v");
  };
  const foreign = (params: Record<string, unknown>) => ({
    title: "Theirs",
    graph: {
      schemaVersion: 1,
      nodes: {
        theirs: { id: "theirs", type: "run-model", version: 1, title: "Theirs", position: { x: 0, y: 0 }, params },
      },
      edges: {},
      notes: {},
      groups: {},
    },
  });

  await paste(foreign({ model: { hash: "b".repeat(64), name: "cats.onnx", inputs: [], outputs: [] } }));
  await expect(editor.node("Theirs")).toBeVisible();
  await expect(structure.messages(/The model "cats.onnx" .* Upload it, or choose another\./)).toBeVisible();

  // Ids come along from files and templates, so another installation has other nodes under those of what was copied here.
  await editor.openFile({ title: "Copy the same", nodes: { theirs: { type: "run-model", title: "Ours" } }, wires: [] });
  await editor.select("Ours");
  await page.keyboard.press("ControlOrMeta+c");
  await paste(foreign({ model: { hash: "c".repeat(64), name: "dogs.onnx", inputs: [], outputs: [] } }));
  await expect(editor.node("Theirs")).toBeVisible();
  await expect(structure.messages(/The model "dogs.onnx" .* Upload it, or choose another\./)).toBeVisible();

  await paste({ title: "Bad", graph: { ...foreign({}).graph, edges: [] } });
  await expect(structure.messages("This cannot be pasted")).toBeVisible();
  await expect(structure.messages(/graph\.edges: /)).toBeVisible();

  await paste({ hello: "world" });
  await expect(structure.messages("Nothing to paste")).toBeVisible();
  await expect(editor.nodes).toHaveCount(2);
});
