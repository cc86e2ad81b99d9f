import { expect } from "@playwright/test";
import sharp from "sharp";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

const prices: WorkflowSketch = {
  title: "Prices",
  nodes: {
    prices: {
      type: "workflow-input",
      title: "Prices",
      params: {
        name: "prices",
        kind: "json",
        list: true,
        sample: [
          { net: 10, label: "tea" },
          { net: 30, label: "ink" },
        ],
      },
    },
    gross: { type: "evaluate", title: "Gross", params: { inputs: ["price"], expression: "price.net" } },
    note: { type: "text-template", title: "Note", params: { template: "It costs {{gross}}." } },
    shown: { type: "workflow-output", title: "Shown", params: { name: "shown" } },
  },
  wires: [
    ["prices.value", "gross.price"],
    ["gross.result", "note.gross"],
    ["note.text", "shown.value"],
  ],
};

test("an expression is completed from what arrives, and shows what it gives for each item of the last run", async ({
  editor,
  params,
  page,
}) => {
  await editor.openFile(prices);
  await editor.select("Gross");
  await expect(params.inspector).toContainText("Run the workflow once to see here what comes out.");
  await editor.run();
  await editor.everyNodeIsDone();
  const preview = params.preview("Expression");
  await expect(preview.getByRole("status")).toHaveText("10");
  await expect(preview).toContainText(/From run \d+, now/);
  await expect(preview).toContainText("Item 1 of 2");
  await preview.getByRole("button", { name: "Next item" }).click();
  await expect(preview.getByRole("status")).toHaveText("30");

  await test.step("names and fields are offered, and taken with Enter", async () => {
    await params.field("Expression").fill("");
    await params.typeCode("Expression", "pri");
    await expect(params.completion("price")).toContainText("json of Prices");
    await page.keyboard.press("Enter");
    await params.typeCode("Expression", ".");
    await expect(params.completion("net")).toContainText("30");
    await expect(params.completion("label")).toContainText('"ink"');
    await checkAccessibility(page, { state: "completions of an expression" });
    await params.typeCode("Expression", "n");
    await expect(params.completions.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await params.typeCode("Expression", " * 2");
    await expect(preview.getByRole("status")).toHaveText("60");
  });

  await test.step("a mistake is told with its place", async () => {
    await params.typeCode("Expression", " + nothing");
    await expect(preview.getByRole("status")).toHaveText(
      /^The expression failed at line 1, column \d+: nothing is not defined. It can use price.$/,
    );
    await checkAccessibility(page, { state: "a mistake in an expression" });
  });

  await test.step("what never ends is stopped, and the next is evaluated", async () => {
    await params.field("Expression").fill("(() => { for (;;); })()");
    await expect(preview.getByRole("status")).toHaveText("The expression did not end within 2 s.");
    await params.field("Expression").fill("price.label.toUpperCase()");
    await expect(preview.getByRole("status")).toHaveText('"INK"');
  });

  await test.step("a template shows its text and marks what is no name", async () => {
    await editor.select("Note");
    await expect(params.preview("Template").getByRole("status")).toHaveText('"It costs 10."');
    await params.typeCode("Template", " {{2}}");
    await expect(params.inspector.getByRole("alert")).toContainText('Line 1, column 21: "2" is no name for an input');
  });
});

test("whoever types before the code editor has loaded goes on in it where they were", async ({
  editor,
  params,
  page,
}) => {
  await editor.openFile(prices);
  await editor.select("Shown");
  const loading = Promise.withResolvers<void>();
  await page.route("**/_next/static/chunks/**", async (route) => {
    await loading.promise;
    await route.continue();
  });
  await editor.select("Note");
  await params.field("Template").fill("It costs too much.");
  for (let left = 0; left < "too much.".length; left += 1) await page.keyboard.press("Shift+ArrowLeft");
  loading.resolve();
  await expect(params.codeEditor("Template")).toBeFocused();
  await page.keyboard.type("{{gross}}.");
  await expect(params.field("Template")).toHaveText("It costs {{gross}}.");
});

const sales: WorkflowSketch = {
  title: "Sales",
  nodes: {
    read: { type: "read-table", title: "Read" },
    busy: { type: "filter-rows", title: "Busy", params: { column: "sould", operator: ">", value: "3" } },
    score: { type: "predict-table", title: "Score" },
    shown: { type: "workflow-output", title: "Shown", params: { name: "shown" } },
  },
  wires: [
    ["read.table", "busy.table"],
    ["busy.table", "score.table"],
    ["busy.rowCount", "shown.value"],
  ],
};

test("columns are offered from the file, then from the last run with their types, and a misspelt one is told", async ({
  editor,
  params,
  page,
}) => {
  await editor.openFile(sales);
  await editor.select("Read");
  await params.upload("File", { name: "sales.csv", mimeType: "text/csv", content: "month;sold\nMay;3\nJune;5\n" });

  await editor.select("Busy");
  await expect(params.inspector).toContainText("No column “sould” among those of sales.csv.");
  await params.field("Column").press("Enter");
  await expect(page.getByRole("listbox", { name: "Columns of sales.csv" }).getByRole("option")).toHaveText([
    "month",
    "sold",
  ]);
  await checkAccessibility(page, { state: "columns of a file" });
  await page.keyboard.type("anything");
  await page.keyboard.press("Enter");
  await expect(params.field("Column")).toHaveText("anything");
  await expect(params.inspector).toContainText("There are: month, sold.");
  await editor.canvas.focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(params.field("Column")).toHaveText("sould");
  await params.inspector.getByRole("button", { name: "Use “sold”" }).click();
  await expect(params.field("Column")).toHaveText("sold");

  await editor.select("Busy");
  await editor.runTo("Busy");
  await editor.isDone("Busy");
  await params.field("Column").click();
  const columns = page.getByRole("listbox", { name: "Columns of the last run" });
  await expect(columns.getByRole("option", { name: /^sold/ })).toContainText("number");
  await page.keyboard.press("Escape");

  await test.step("several columns are a list in order", async () => {
    await editor.select("Score");
    await params.inspector.getByRole("button", { name: /^\+ month/ }).click();
    await params.inspector.getByRole("button", { name: /^\+ sold/ }).click();
    await expect(params.row("Columns", 1)).toHaveValue("month");
    await params.row("Columns", 2).press("Alt+ArrowUp");
    await expect(params.row("Columns", 1)).toHaveValue("sold");
    await expect(params.row("Columns", 1)).toBeFocused();
    await checkAccessibility(page, { state: "a list of columns" });
  });
});

test("labels are typed, pasted and moved, and repeated ones are told", async ({ editor, params, page }) => {
  await editor.openFile({ title: "Ways", nodes: { way: { type: "switch", title: "Way" } }, wires: [] });
  await editor.select("Way");

  await params.field("Cases").fill("cat");
  await params.field("Cases").press("Enter");
  await expect(params.field("Cases")).toBeFocused();
  await params.paste("Cases", "dog\n\n mouse \r\ncat\n");
  await expect(params.row("Cases", 4)).toHaveValue("cat");
  await expect(params.inspector).toContainText("“cat” is in rows 1, 4.");
  await checkAccessibility(page, { state: "repeated labels" });
  await params.row("Cases", 4).fill("");
  await params.row("Cases", 4).press("Backspace");
  await expect(params.row("Cases", 3)).toBeFocused();
  await expect(editor.node("Way").getByRole("button", { name: /^mouse output/ })).toBeVisible();

  await params.inspector.getByRole("button", { name: "As text" }).click();
  await expect(params.field("Cases")).toHaveValue("cat\ndog\nmouse");

  await params.inspector.getByRole("button", { name: "As rows" }).click();
  await params.row("Cases", 1).fill("");
  await params.row("Cases", 2).hover();
  await params.inspector.getByRole("button", { name: "Remove dog" }).click();
  await expect(params.row("Cases", 1)).toHaveValue("mouse");
  await expect(params.row("Cases", 2)).toHaveCount(0);
});

test("numbers are shown to their last digit, and JSON that cannot be kept is refused at its field", async ({
  editor,
  params,
}) => {
  await editor.openFile({
    title: "Exact",
    nodes: {
      big: { type: "workflow-input", title: "Big", params: { name: "big", kind: "number", sample: 1234567890123 } },
      any: { type: "workflow-input", title: "Any", params: { name: "any", kind: "json", sample: 1 } },
    },
    wires: [],
  });
  await editor.select("Big");
  await expect(params.field("Sample")).toHaveValue("1234567890123");

  await editor.select("Any");
  for (const [text, reason] of [
    ['{"__proto__":1}', 'A field named "__proto__" cannot be kept. Name it otherwise.'],
    ["1e999", "1e999 is beyond the largest number there is"],
    ["[".repeat(500) + "]".repeat(500), "It is nested more than 64 levels deep."],
  ]) {
    await params.codeEditor("Sample").fill(text!);
    await expect(params.inspector.getByRole("alert")).toContainText(reason!);
  }
  await params.codeEditor("Sample").fill("2");
  await expect(params.inspector.getByRole("alert")).toHaveCount(0);
  await editor.isSaved();
});

test("a number is taken as people write it, and one that can be read in two ways leaves the value", async ({
  editor,
  params,
  page,
}) => {
  await editor.openFile({
    title: "Typed numbers",
    nodes: {
      big: { type: "workflow-input", title: "Big", params: { name: "big", kind: "number", sample: 7 } },
      size: { type: "resize-image", title: "Size" },
    },
    wires: [],
  });
  await editor.select("Big");
  const sample = params.field("Sample");
  const alert = params.inspector.getByRole("alert");
  const type = async (text: string) => {
    await sample.press("ControlOrMeta+a");
    await page.keyboard.type(text, { delay: 20 });
  };

  await type("1,000");
  await expect(alert).toHaveText("“1,000” can be read in two ways. Type 1000 or 1.000.");
  await sample.blur();
  await expect(alert).toBeVisible();
  await expect(sample).toHaveValue("1,000");
  await expect(sample).toHaveAttribute("aria-valuenow", "7");
  await checkAccessibility(page, { state: "a number that can be read in two ways" });

  for (const [text, value] of [
    ["1,000,000", "1000000"],
    ["0,5", "0.5"],
    [" 1e3 ", "1000"],
    ["-2", "-2"],
  ]) {
    await type(text!);
    await sample.blur();
    await expect(sample).toHaveValue(value!);
    await expect(alert).toHaveCount(0);
  }

  await type("½");
  await expect(alert).toHaveText("“½” is no number. Type digits, such as 12 or 0.5.");
  await expect(sample).toHaveAttribute("aria-valuenow", "-2");
  await editor.canvas.focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(sample).not.toHaveValue("½");
  await expect(alert).toHaveCount(0);

  await editor.select("Size");
  await params.field("Width").fill("800 px");
  await params.field("Width").blur();
  await expect(params.field("Width")).toHaveValue("800");
  await editor.isSaved();
});

test("a region is drawn on the picture that arrives, moved by keys, and cut out", async ({ editor, params, page }) => {
  await editor.openFile({
    title: "Crop",
    nodes: {
      load: { type: "load-image", title: "Load" },
      crop: { type: "crop-image", title: "Crop" },
      shown: { type: "workflow-output", title: "Shown", params: { name: "shown" } },
    },
    wires: [
      ["load.image", "crop.image"],
      ["crop.image", "shown.value"],
    ],
  });
  await editor.select("Crop");
  await expect(params.inspector).toContainText("To draw on the picture, run the workflow once");
  await editor.select("Load");
  await params.upload("Picture", { name: "scene.png", mimeType: "image/png", content: await scene() });
  await editor.select("Crop");
  const region = params.region("Region");
  await expect(region).toHaveAccessibleName(/^Region: 320 × 200 px at 0, 0\./);

  await test.step("with the pointer", async () => {
    await params.drawRegion("Region", { from: [0.25, 0.25], to: [0.75, 0.75] });
    await expect(region).toHaveAccessibleName(/^Region: 16\d × 10\d px at (79|80), (49|50)\./);
    await page.keyboard.press("ControlOrMeta+z");
    await expect(region).toHaveAccessibleName(/^Region: 320 × 200 px at 0, 0\./);
  });

  await test.step("with fields and keys", async () => {
    await params.field("From left").fill("40");
    await params.field("From top").fill("30");
    await params.field("Width").fill("100");
    await params.field("Height").fill("60");
    await region.press("ArrowRight");
    await region.press("Shift+ArrowDown");
    await region.press("Alt+ArrowLeft");
    await expect(region).toHaveAccessibleName(/^Region: 99 × 60 px at 41, 40\./);
    await expect(editor.node("Crop")).toContainText("99 × 60 at 41, 40");
    await checkAccessibility(page, { state: "a region on a picture" });
  });

  await editor.run();
  await editor.everyNodeIsDone();
  await expect(editor.node("Crop").getByRole("img", { name: "Image, 99 × 60 px" })).toBeVisible();
  await params.inspector.getByRole("button", { name: "Draw on a large picture" }).click();
  const dialog = page.getByRole("dialog", { name: "Region" });
  await expect(dialog.getByRole("group", { name: /^Region: 99/ })).toBeVisible();
  await checkAccessibility(page, { state: "a region on a large picture" });
});

test("a colour is written in any way, and a file of the workspace is used again", async ({ editor, params, page }) => {
  await editor.openFile({
    title: "Colours",
    nodes: {
      load: { type: "load-image", title: "Load" },
      again: { type: "load-image", title: "Again" },
      draw: { type: "draw-mask", title: "Draw" },
    },
    wires: [["load.image", "draw.image"]],
  });
  await editor.select("Draw");
  await params.inspector.getByRole("radio", { name: "One colour" }).click();
  await params.field("Colour").fill("rgb(255, 149, 0)");
  await expect(editor.node("Draw")).toContainText("#ff9500");
  await params.field("Colour").fill("#ff95");
  await expect(params.inspector.getByRole("alert")).toHaveText(
    "“#ff95” is no colour. Write six hexadecimal digits, such as #ff9500.",
  );
  await checkAccessibility(page, { state: "a colour" });
  await params.inspector.getByRole("radio", { name: "Automatic" }).click();
  await expect(editor.node("Draw")).not.toContainText("#ff9500");

  await editor.select("Load");
  await params.upload("Picture", { name: "again.png", mimeType: "image/png", content: await scene() });
  await editor.isSaved();
  await editor.select("Again");
  let answer = () => {};
  const isAsked = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/api\/trpc\/.*files\.list/, (route) => isAsked.then(() => route.continue()));
  await params.inspector.getByRole("button", { name: "Workspace" }).click();
  await expect(page.getByText("Looking", { exact: true })).toBeVisible();
  await checkAccessibility(page, { state: "files of the workspace, on their way" });
  answer();
  await page.getByRole("combobox", { name: "Search files" }).fill("again");
  await checkAccessibility(page, { state: "files of the workspace" });
  await page.getByRole("option", { name: /^again\.png/ }).click();
  await expect(params.inspector.getByRole("link", { name: "again.png" })).toBeVisible();
});

async function scene(): Promise<Buffer> {
  const spot = await sharp({ create: { width: 100, height: 60, channels: 3, background: "#ffcc00" } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 320, height: 200, channels: 3, background: "#225577" } })
    .composite([{ input: spot, left: 40, top: 30 }])
    .png()
    .toBuffer();
}
