import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { templates } from "./places.ts";
import type { WorkflowSketch } from "./workflow-files.ts";
import { slowCount } from "./workflow-files.ts";

const scene = path.join(templates, "models/shapes-detector/samples/scene-4.png");

/** Greets somebody as often as is asked for. */
function greeting(title: string, more: Record<string, unknown> = {}): WorkflowSketch {
  return {
    title,
    nodes: {
      who: {
        type: "workflow-input",
        title: "Who",
        params: {
          name: "who",
          kind: "text",
          sample: "Ada",
          description: "The name that stands in the greeting.",
          ...more,
        },
      },
      times: { type: "workflow-input", title: "Times", params: { name: "times", kind: "number" } },
      greet: { type: "text-template", title: "Greet", params: { template: "Hello {{who}}" } },
      again: {
        type: "evaluate",
        title: "Repeat",
        params: { expression: "value.repeat ? 'x'.repeat(value) : 'Hello '.repeat(value).trim()", output: "text" },
      },
      out: { type: "workflow-output", title: "Out", params: { name: "greeting" } },
      more: { type: "workflow-output", title: "More", params: { name: "repeated" } },
    },
    wires: [
      ["who.value", "greet.who"],
      ["greet.text", "out.value"],
      ["times.value", "again.value"],
      ["again.result", "more.value"],
    ],
  };
}

test("a person runs a workflow on a picture of their own without its canvas", async ({ gallery, form, page }) => {
  await gallery.open();
  await gallery.use("Find and count shapes");
  await form.openFromEditor();

  await expect(form.inputs.getByRole("img", { name: "scene-2.png" })).toBeVisible();
  await expect(form.inputs.getByText("Sample", { exact: true })).toBeVisible();
  await form.chooseFile("image", scene);
  await expect(form.inputs.getByRole("img", { name: "scene-4.png" })).toBeVisible();
  await form.runButton.click();
  await form.isDone();
  await expect(form.output("picture").getByRole("img").first()).toBeVisible();
  await expect(form.output("count")).toContainText(/\d/);
  await expect(form.recentRuns.getByRole("listitem")).toHaveCount(1);
  await checkAccessibility(page, { state: "form with a result" });

  await page.reload();
  await expect(form.inputs.getByRole("img", { name: "scene-4.png" })).toBeVisible();
  await form.isDone();
  await form.inputs.getByRole("button", { name: "Use the sample again" }).click();
  await expect(form.inputs.getByRole("img", { name: "scene-2.png" })).toBeVisible();
  await form.result.getByRole("button", { name: "Replay with changes" }).click();
  await expect(form.inputs.getByRole("img", { name: "scene-4.png" })).toBeVisible();
});

test("what is missing or wrong is said at its field, and what is typed stays when the page is loaded again", async ({
  editor,
  form,
  page,
}) => {
  await editor.openFile(greeting("Greet on request"));
  await form.openFromEditor();
  await expect(form.field("who")).toHaveValue("Ada");
  await expect(form.inputs.getByText("The name that stands in the greeting.")).toBeVisible();

  await form.runButton.click();
  await expect(form.field("times")).toBeFocused();
  await expect(form.field("times")).toHaveAccessibleDescription("“times” needs a number. Type one, such as 12 or 0.5.");
  await form.field("times").fill("often");
  await expect(form.inputs).toContainText("“often” is no number. Type digits, such as 12 or 0.5.");
  await checkAccessibility(page, { state: "form with a mistake" });

  await page.reload();
  await expect(form.field("times")).toHaveValue("often");
  await form.field("times").fill("2");
  await form.field("who").fill("Grace");
  await form.runButton.click();
  await form.isDone();
  await expect(form.output("greeting")).toContainText("Hello Grace");
  const download = page.waitForEvent("download");
  await form.output("greeting").getByRole("button", { name: "Download greeting" }).click();
  expect((await download).suggestedFilename()).toBe("greeting.txt");
});

test("a file that the input cannot take is refused before it is sent, by its name", async ({ gallery, form }) => {
  await gallery.open();
  await gallery.use("Find and count shapes");
  await form.openFromEditor();

  await form.chooseFile("image", { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });

  await expect(form.inputs.getByRole("alert")).toHaveText(
    "“notes.txt” is no picture. Choose a PNG, JPEG or WebP file.",
  );
});

test("tables and videos are looked into before they are sent off, and when they come back", async ({
  editor,
  form,
  page,
}) => {
  const input = (name: string) => ({ type: "workflow-input", title: name, params: { name, kind: name } });
  const output = (name: string) => ({
    type: "workflow-output",
    title: `${name} out`,
    params: { name: `${name} again` },
  });
  await editor.openFile({
    title: "Hands on what it is given",
    nodes: { table: input("table"), video: input("video"), tableOut: output("table"), videoOut: output("video") },
    wires: [
      ["table.value", "tableOut.value"],
      ["video.value", "videoOut.value"],
    ],
  });
  await form.openFromEditor();

  await form.chooseFile("table", {
    name: "birds.csv",
    mimeType: "text/csv",
    buffer: Buffer.from('name;wingspan\n"Owl; barn";0.95\nWren;0.15\n'),
  });
  const rows = form.inputs.getByRole("region", { name: "Table of 2 rows, 2 columns" }).getByRole("row");
  await expect(rows).toHaveText(["nametextwingspannumber", "Owl; barn0.95", "Wren0.15"]);
  await form.chooseFile("video", { name: "moves.webm", mimeType: "video/webm", buffer: await recordVideo(page) });
  await expect(form.inputs.getByLabel("Video moves.webm")).toHaveJSProperty("videoWidth", 64);
  await checkAccessibility(page, { state: "form with a table and a video" });

  await form.runButton.click();
  await form.isDone();
  await expect(form.output("table again")).toContainText("Owl; barn");
  await expect(form.output("video again").getByLabel("Video moves.webm")).toHaveJSProperty("videoWidth", 64);
});

/** A moment of a colour that changes, as the browser records it. */
async function recordVideo(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
    const pen = canvas.getContext("2d")!;
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    for (let hue = 0; hue < 360; hue += 30) {
      pen.fillStyle = `hsl(${hue} 80% 50%)`;
      pen.fillRect(0, 0, 64, 48);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  return Buffer.from(base64, "base64");
}

test("a step that fails is named, and its link leads to the run at that step", async ({ editor, form, page }) => {
  await editor.openFile({
    title: "Fails on request",
    nodes: {
      word: { type: "workflow-input", title: "Word", params: { name: "word", kind: "text", sample: "seven" } },
      bad: { type: "evaluate", title: "Asks for nothing", params: { expression: "value.missing.length" } },
      out: { type: "workflow-output", title: "Out", params: { name: "result" } },
    },
    wires: [
      ["word.value", "bad.value"],
      ["bad.result", "out.value"],
    ],
  });
  await form.openFromEditor();
  await form.runButton.click();

  await expect(form.result.getByRole("alert")).toContainText("The step “Asks for nothing” failed");
  await checkAccessibility(page, { state: "form after a failure" });
  await form.result.getByRole("link", { name: "See where it failed" }).click();
  await page.waitForURL(/\/runs\/[^/]+\?step=bad$/);
  await expect(page.getByRole("region", { name: "Asks for nothing", exact: true })).toBeVisible();
});

test("by keyboard alone: find the form, type, run, cancel", async ({ editor, form, page }) => {
  await editor.openFile(slowCount("Count by keyboard", { items: 300, itemMs: 400 }));
  await page.keyboard.press("ControlOrMeta+Shift+F");
  await form.isOpen();
  await form.field("numbers").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("1\n2\nx");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(form.inputs).toContainText("Line 3: “x” is no number.");
  await form.inputs.getByRole("button", { name: /Use the sample again/ }).focus();
  await page.keyboard.press("Enter");

  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(form.result).toContainText(/Step 2 of 3: Add one slowly, \d+ of 300/);
  await form.result.getByRole("button", { name: "Cancel" }).focus();
  await page.keyboard.press("Enter");
  await expect(form.result.getByText("Cancelled", { exact: false }).first()).toBeVisible();
  await expect(form.runButton).toHaveText("Run");
});

test("on a phone the form, its result and the button that runs it are all in reach", async ({ editor, form, page }) => {
  const { nodes, ...rest } = greeting("Greet on a phone", { choices: ["Ada", "Eve"] });
  const times = { name: "times", kind: "number", minimum: 1, maximum: 10, unit: "times" };
  await editor.openFile({ ...rest, nodes: { ...nodes, times: { type: "workflow-input", params: times } } });
  await form.openFromEditor();
  await page.setViewportSize({ width: 390, height: 844 });

  await form.field("times").fill("12");
  await form.runButton.click();
  await expect(form.inputs).toContainText("“times” takes a number from 1 to 10 times, got 12. Give a smaller number.");
  await form.inputs.getByRole("slider", { name: "times slider" }).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(form.field("times")).toHaveValue("2");
  await form.inputs.getByRole("radio", { name: "Eve" }).click();
  await expect(form.runButton).toBeInViewport();
  await form.runButton.click();
  await form.isDone();
  await expect(form.output("greeting")).toContainText("Hello Eve");
  await expect(form.output("greeting")).toBeInViewport();
  await expect(form.runButton).toBeInViewport();
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await expect.poll(overflow).toBeLessThanOrEqual(0);
  await checkAccessibility(page, { state: "form on a phone" });
});

test("a workflow that cannot run says why on its form, and an empty one what makes a form", async ({
  editor,
  form,
  page,
}) => {
  await editor.openFile({
    title: "Open end",
    nodes: { out: { type: "workflow-output", title: "Sum", params: { name: "sum" } } },
    wires: [],
  });
  await form.openFromEditor();
  await expect(form.inputs.getByRole("alert")).toContainText("This workflow cannot run yet");
  await expect(form.inputs.getByRole("alert")).toContainText("Sum:");
  await expect(form.runButton).toBeDisabled();
  await checkAccessibility(page, { state: "form of a workflow with problems" });

  await editor.openNew();
  await page.getByRole("button", { name: "Form", exact: true }).click();
  await expect(page.getByRole("heading", { name: "There is nothing to run yet" })).toBeVisible();
  await checkAccessibility(page, { state: "form of an empty workflow" });
});
