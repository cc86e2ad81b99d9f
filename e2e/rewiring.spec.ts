import { expect } from "@playwright/test";
import sharp from "sharp";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { settledBox } from "./settled-box.ts";
import { workflowFile } from "./workflow-files.ts";
import type { WorkflowSketch } from "./workflow-files.ts";

/** Three nodes in a row, their ports on one level. */
const pictures: WorkflowSketch = {
  title: "Pictures",
  nodes: {
    load: { type: "load-image", title: "Load", at: [0, 0] },
    resize: { type: "resize-image", title: "Resize", at: [300, 0] },
    show: { type: "workflow-output", title: "Show", params: { name: "shown" }, at: [600, 0] },
    lying: { type: "draw-mask", title: "Lying", at: [300, 420] },
  },
  wires: [
    ["load.image", "resize.image"],
    ["resize.image", "show.value"],
  ],
};

test("a wire that is let go over nothing offers what fits it, with the port that it will go to", async ({
  editor,
  rewiring,
  page,
}) => {
  await editor.openFile(pictures);

  await rewiring.dropWire(["Load", "Image"], { x: 0.5, y: 0.85 });
  await expect(rewiring.offer(/^Image to tensor.*Image$/)).toBeVisible();
  await expect(rewiring.offer("Read table")).toHaveCount(0);
  await checkAccessibility(page, { state: "nodes for a wire" });
  await rewiring.choose("Image to tensor");
  await expect(editor.wire("Load", "Image to tensor")).toBeVisible();

  await test.step("by key, from an input, the new node is set up to give what is needed", async () => {
    await editor.select("Lying");
    await editor.input(["Lying", "Image"]).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("/");
    await rewiring.choose("Input");
    await expect(editor.wire("Input", "Lying")).toBeVisible();
    await expect(editor.param("Kind")).toHaveText("Image");
  });

  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor.nodes).toHaveCount(4);
});

test("a node is put into a wire by its button, by keys and by dropping, each one step of undo", async ({
  editor,
  rewiring,
  page,
}) => {
  await editor.openFile(pictures);
  const [from, to] = [
    ["Load", "Image"],
    ["Resize", "Image"],
  ] as const satisfies [string, string][];
  const undo = async () => {
    await page.keyboard.press("ControlOrMeta+z");
    await expect(editor.wire("Load", "Resize")).toBeVisible();
    await expect(editor.nodes).toHaveCount(4);
  };

  await test.step("by the button on the wire, which makes room", async () => {
    const before = await settledBox(editor.node("Resize"));
    await rewiring.hoverWire([...from], [...to]);
    await rewiring.insertButton("Load", "Resize").click();
    await expect(rewiring.offer(/^Lying.*on the canvas$/)).toBeVisible();
    await expect(rewiring.offer("Read table")).toHaveCount(0);
    await checkAccessibility(page, { state: "nodes for a place in a wire" });
    await rewiring.choose("Resize image");
    await expect(editor.wire("Load", "Resize image")).toBeVisible();
    await expect(editor.wire("Resize image", "Resize")).toBeVisible();
    await expect.poll(async () => (await editor.node("Resize").boundingBox())!.x).toBeGreaterThan(before.x);
    await undo();
  });

  await test.step("by keys alone", async () => {
    await editor.select("Load");
    await page.keyboard.press("w");
    await expect(rewiring.insertButton("Load", "Resize")).toBeFocused();
    await page.keyboard.press("Enter");
    await rewiring.choose("Lying");
    await expect(editor.wire("Load", "Lying")).toBeVisible();
    await expect(editor.wire("Lying", "Resize")).toBeVisible();
    await undo();
  });

  await test.step("by dragging it out of the palette", async () => {
    await rewiring.holdEntry("Resize image", [...from], [...to]);
    await expect(rewiring.dropHint).toHaveText("Let go to put it into this wire");
    await rewiring.drop();
    await expect(editor.wire("Load", "Resize image")).toBeVisible();
    await undo();
  });

  await test.step("by dragging one that lies on the canvas without wires", async () => {
    await rewiring.holdNode("Lying", [...from], [...to]);
    await expect(rewiring.dropHint).toHaveText("Let go to put it into this wire");
    await rewiring.drop();
    await expect(editor.wire("Lying", "Resize")).toBeVisible();
    await undo();
  });

  await test.step("and is refused with the reason where it does not fit", async () => {
    await rewiring.holdEntry("Read table", [...from], [...to]);
    await expect(rewiring.dropHint).toHaveText('"Read table" has no input that takes image.');
    await rewiring.drop();
    await expect(rewiring.notices).toContainText('"Read table" was not put into the wire');
    await expect(editor.wire("Load", "Resize")).toBeVisible();
    await expect(editor.nodes).toHaveCount(5);
  });
});

test("a node is deleted with its wires joined, or exchanged for another with its wires kept", async ({
  editor,
  rewiring,
  page,
}) => {
  await editor.openFile(pictures);

  await test.step("Shift+Delete joins, Delete does not", async () => {
    await editor.select("Resize");
    await page.keyboard.press("Shift+Delete");
    await expect(editor.wire("Load", "Show")).toBeVisible();
    await page.keyboard.press("ControlOrMeta+z");
    await expect(editor.wire("Resize", "Show")).toBeVisible();
    await editor.select("Resize");
    await page.keyboard.press("Delete");
    await expect(editor.node("Resize")).toHaveCount(0);
    await expect(editor.wire("Load", "Show")).toHaveCount(0);
    await page.keyboard.press("ControlOrMeta+z");
  });

  await test.step("the menu offers the nodes that keep the most wires", async () => {
    await (await editor.menuItem("Resize", "Replace with…")).click();
    await expect(rewiring.offer(/^Draw mask.*2 of 2 wires$/)).toBeVisible();
    await checkAccessibility(page, { state: "nodes in place of another" });
    await rewiring.choose("Image to tensor");
    await expect(editor.wire("Load", "Resize")).toBeVisible();
    await expect(editor.wire("Resize", "Show")).toBeVisible();
    await expect(rewiring.notices).toContainText('"Resize" is now "Image to tensor"');
  });

  await test.step("what does not fit goes with the same step, is named, and comes back with it", async () => {
    await editor.select("Load");
    await page.keyboard.press("r");
    await rewiring.choose("Read table");
    await expect(rewiring.notices).toContainText("Load to Image of Resize");
    await expect(editor.wire("Load", "Resize")).toHaveCount(0);
    await page.keyboard.press("ControlOrMeta+z");
    await expect(editor.wire("Load", "Resize")).toBeVisible();
  });
});

test("a refused wire says why and puts the node between that mends it", async ({ editor, rewiring, page }) => {
  await editor.openFile({
    title: "Heat map",
    nodes: {
      load: { type: "load-image", title: "Load", at: [0, 0] },
      show: { type: "tensor-to-image", title: "Show", at: [300, 0] },
    },
    wires: [],
  });

  await editor.connect(["Load", "Image"], ["Show", "Tensor"]);
  await expect(rewiring.refusal).toContainText('"Tensor" needs tensor, gets image.');
  await checkAccessibility(page, { state: "a refusal with a way out" });
  await page.keyboard.press("Enter");
  await expect(editor.wire("Load", "Image to tensor")).toBeVisible();
  await expect(editor.wire("Image to tensor", "Show")).toBeVisible();

  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor.nodes).toHaveCount(2);
});

test("a wire that came refused with a file is mended from the list of problems", async ({ editor, page }) => {
  await editor.openFile({
    title: "Heat map",
    nodes: {
      load: { type: "load-image", title: "Load" },
      show: { type: "tensor-to-image", title: "Show" },
    },
    wires: [["load.image", "show.tensor"]],
  });

  await page.keyboard.press("p");
  await editor.problems.getByRole("button", { name: "Insert Image to tensor" }).click();

  await expect(editor.wire("Load", "Image to tensor")).toBeVisible();
  await expect(editor.wire("Image to tensor", "Show")).toBeVisible();
  await expect(editor.wire("Load", "Show")).toHaveCount(0);
});

test("what a node depends on and feeds stands out, and can be chosen", async ({ editor, rewiring, page }) => {
  await editor.openFile(pictures);
  await editor.select("Resize");

  await page.keyboard.press("l");
  await expect(editor.node("Lying")).toHaveAttribute("data-off-trace", "true");
  await expect(editor.node("Show")).not.toHaveAttribute("data-off-trace");
  await page.keyboard.press("l");
  await expect(editor.node("Lying")).not.toHaveAttribute("data-off-trace");

  await page.keyboard.press("u");
  await expect(rewiring.chosenNodes).toHaveCount(2);
  await page.keyboard.press("Escape");
  await editor.select("Resize");
  await page.keyboard.press("Shift+u");
  await expect(rewiring.chosenNodes).toHaveCount(2);
  await page.keyboard.press("c");
  await expect(rewiring.chosenNodes).toHaveCount(3);
});

test("files that are dropped become inputs with samples, and a workflow asks what to do with it", async ({
  editor,
  rewiring,
  page,
}) => {
  await editor.openNew();
  const red = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
    .png()
    .toBuffer();

  await rewiring.dropFiles([
    { name: "cat.png", mimeType: "image/png", content: red },
    { name: "dog.png", mimeType: "image/png", content: red },
    { name: "sales.csv", mimeType: "text/csv", content: "month,sold\nMay,3\n" },
    { name: "greeting.txt", mimeType: "text/plain", content: "Hello" },
  ]);
  await expect(editor.nodes).toHaveCount(3);
  const kinds = async () => (await editor.nodes.allInnerTexts()).map((text) => /Image|Table|Text/.exec(text)?.[0]);
  await expect.poll(async () => new Set(await kinds())).toEqual(new Set(["Image", "Table", "Text"]));

  const file = { name: "pictures.json", mimeType: "application/json", content: workflowFile(pictures) };
  await rewiring.dropFiles([file]);
  const question = page.getByRole("dialog", { name: "“Pictures” is a workflow" });
  await expect(question).toContainText("It has 4 nodes.");
  await checkAccessibility(page, { state: "a workflow that was dropped" });
  await question.getByRole("button", { name: "Add its nodes here" }).click();
  await expect(editor.nodes).toHaveCount(7);

  const other = workflowFile({ ...pictures, title: "Others" });
  await rewiring.dropFiles([file, { ...file, name: "others.json", content: other }]);
  await expect(question).toContainText("1 more file after this one.");
  await question.getByRole("button", { name: "Close" }).click();
  const next = page.getByRole("dialog", { name: "“Others” is a workflow" });
  await next.getByRole("button", { name: "Add its nodes here" }).click();
  await expect(editor.nodes).toHaveCount(11);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor.nodes).toHaveCount(7);

  await editor.isSaved();
  const address = page.url();
  await rewiring.dropFiles([{ ...file, name: "others.json", content: other }, file]);
  await next.getByRole("button", { name: "Open as a new workflow" }).click();
  // The one that waits is asked about before the page is left.
  await expect(question).toContainText("Add them to this workflow");
  await expect(page.getByText("“Others” is a workflow of its own now", { exact: true })).toBeVisible();
  await question.getByRole("button", { name: "Open as a new workflow" }).click();
  await page.waitForURL((url) => url.href !== address && url.pathname.startsWith("/workflows/"));
  await expect(page.getByRole("heading", { name: "Pictures", level: 1 })).toBeVisible();
  await expect(editor.nodes).toHaveCount(4);
});
