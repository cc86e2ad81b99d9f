import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { settledBox } from "./settled-box.ts";
import { sheetOfTexts } from "./workflow-files.ts";

const ROWS = 25;
const COLUMNS = 40;

test.describe.configure({ timeout: 480_000 });

test("a thousand nodes are opened, moved, run, and read", async ({ editor, outline, page }) => {
  await editor.openFile(sheetOfTexts("A thousand texts", { rows: ROWS, columns: COLUMNS }));
  await expect(editor.nodes).toHaveCount(ROWS * COLUMNS);
  const node = editor.node("Text 12.20");
  const before = await settledBox(node);

  // Far away a node is a plate, and moves as one.
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await page.mouse.down();
  await page.mouse.move(before.x + 40, before.y + 60, { steps: 4 });
  await expect(node).toHaveAttribute("data-selected");
  // The inspector, which nobody looks at now, takes no time from the drag.
  const heading = editor.inspector.getByRole("heading", { name: "Text 12.20", exact: true });
  await expect(heading).toHaveCount(0);
  await page.mouse.up();
  await expect(heading).toBeVisible();
  await expect.poll(async () => (await node.boundingBox())!.y).toBeGreaterThan(before.y + 20);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => (await node.boundingBox())!.y).toBeCloseTo(before.y, 0);

  await editor.run();
  await expect(editor.runStrip).toContainText("Done", { timeout: 120_000 });
  for (const title of ["Text 1.1", "Text 12.20", `Text ${ROWS}.${COLUMNS}`]) await editor.isDone(title);

  // In the outline only the rows in sight are in the page.
  await page.keyboard.press("Shift+O");
  await expect(outline.grid).toHaveAttribute("aria-rowcount", String(ROWS * COLUMNS + 1));
  await outline.press("Home");
  await outline.isAt(outline.row("Text 1.1"));
  expect(await outline.grid.getByRole("row").count()).toBeLessThan(100);
  for (let press = 0; press < 30; press++) await page.keyboard.press("ArrowDown");
  await outline.press("End");
  await outline.isAt(outline.row(`Text ${ROWS}.${COLUMNS}`));
  const last = { name: `Text ${ROWS}.${COLUMNS}`, exact: true };
  await expect(editor.inspector.getByRole("heading", last)).toBeVisible();
  await expect(outline.row(`Text ${ROWS}.${COLUMNS}`)).toContainText("5 characters");
});

test("from afar nodes keep their names and states, and can be gone to by key", async ({ editor, page }) => {
  await editor.openFile(sheetOfTexts("Seen from afar", { rows: 12, columns: 25 }));
  await expect(editor.nodes).toHaveCount(300);
  // So far away that none can be pointed at, all wires are one drawing.
  const wires = page.locator(".react-flow__edge");
  const drawing = page.locator(".far-wires");
  for (let press = 0; press < 3; press++) await page.keyboard.press("-");
  await expect(drawing.locator("path")).not.toHaveCount(0);
  await expect(wires).toHaveCount(0);
  await checkAccessibility(page, { state: "editor with 300 nodes seen from afar" });

  await editor.node("Text 6.10").click();
  await expect(editor.inspector.getByRole("heading", { name: "Text 6.10", exact: true })).toBeVisible();
  await editor.node("Text 6.10").focus();
  await page.keyboard.press("ArrowRight");
  await expect(editor.node("Text 6.11")).toBeFocused();

  // Near by, the card is whole, and those out of sight are not in the page.
  await page.keyboard.press("Shift+0");
  await expect(page.getByRole("button", { name: "Zoom 100 %" })).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect(editor.node("Text 6.10")).toBeFocused();
  await expect(editor.output(["Text 6.10", "Text"])).toBeVisible();
  await expect(editor.node("Text 1.1")).toHaveCount(0);
  await expect(wires).not.toHaveCount(0);
  await expect(drawing).toHaveCount(0);
});

test("the page of a large run shows its graph as a sketch until the canvas is made, in the same place", async ({
  editor,
  page,
}) => {
  await editor.openFile(sheetOfTexts("Seen at once", { rows: 20, columns: 15 }));
  await editor.run();
  await expect(editor.runStrip).toContainText("Done", { timeout: 120_000 });
  await page.getByRole("link", { name: "Open run" }).click();
  await page.waitForURL("**/runs/*");
  const { promise: scriptsMayGo, resolve: letScriptsGo } = Promise.withResolvers<void>();
  await page.route("**/*.js", async (route) => {
    await scriptsMayGo;
    await route.continue();
  });
  await page.goto(page.url(), { waitUntil: "commit" });
  const sketch = page.locator(".graph-sketch-nodes");
  const drawn = await settledBox(sketch);
  expect(drawn.height).toBeGreaterThan(100);

  letScriptsGo();
  await expect(page.locator(".react-flow__node")).toHaveCount(300);
  await expect(sketch).toHaveCount(0);
  const [first, last] = [await settledBox(editor.node("Text 1.1")), await settledBox(editor.node("Text 20.15"))];
  expect(Math.abs(first.x - drawn.x)).toBeLessThan(4);
  expect(Math.abs(first.y - drawn.y)).toBeLessThan(4);
  expect(Math.abs(last.x + last.width - drawn.x - drawn.width)).toBeLessThan(4);
  expect(Math.abs(last.y + last.height - drawn.y - drawn.height)).toBeLessThan(4);
  await checkAccessibility(page, { state: "page of a run of 300 steps" });
});

test("a wire that was pointed at is let go of when it goes into the drawing of all", async ({
  editor,
  page,
  rewiring,
}) => {
  // With room between them in which the wire can be pointed at.
  await editor.openFile({
    title: "Wide apart",
    nodes: {
      first: { type: "text-template", title: "First", params: { template: "start" }, at: [0, 0] },
      second: { type: "text-template", title: "Second", params: { template: "{{left}}" }, at: [900, 0] },
    },
    wires: [["first.text", "second.left"]],
  });
  await rewiring.hoverWire(["First", "Text"], ["Second", "left"]);
  await expect(editor.canvas).toHaveAttribute("data-wire-hovered");
  await page.keyboard.down("Control");
  for (let turn = 0; turn < 8; turn++) await page.mouse.wheel(0, 240);
  await page.keyboard.up("Control");
  await expect(page.locator(".far-wires path")).toHaveCount(1);
  await expect(editor.canvas).not.toHaveAttribute("data-wire-hovered");
});
