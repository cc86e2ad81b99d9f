import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { openBrowserOf } from "./invited-person.ts";
import { TogetherPage } from "./together-page.ts";

test("two people in one workflow see each other, work at once, and undo only what is theirs", async ({
  editor,
  page,
  browser,
}) => {
  await editor.openNew();
  await editor.addNode("Text template");
  await editor.addNode("Input");
  await editor.isSaved();
  const ada = new TogetherPage(page);
  const context = await openBrowserOf(browser, { name: "Bo Lind", role: "editor" });
  const bo = new TogetherPage(await context.newPage());
  await bo.open(page.url());

  await test.step("faces, pointers and what is chosen", async () => {
    await expect(ada.face("Bo Lind")).toBeVisible();
    await expect(bo.face("Ada Olsen")).toBeVisible();
    await bo.movePointer({ x: 0.4, y: 0.7 });
    await expect(ada.pointer("Bo Lind")).toBeVisible();
    await bo.editor.select("Input");
    await expect(ada.chosenBy("Bo Lind")).toBeVisible();
    await checkAccessibility(page, { state: "two people" });
  });

  await test.step("each one's changes arrive at the other, also in one node, with a mark of who made them", async () => {
    await editor.select("Text template");
    await bo.setParam("Text template", "Template", "Hello, {{who}}!");
    await expect(editor.param("Template")).toHaveText("Hello, {{who}}!");
    await expect(ada.mark).toContainText("Bo Lind changed Template");
    await editor.rename("Text template", "Greeting");
    await expect(bo.editor.node("Greeting")).toBeVisible();
    await bo.editor.addNode("Output");
    await expect(editor.node("Output")).toBeVisible();
  });

  await test.step("undo takes back one's own", async () => {
    await editor.canvas.focus();
    await page.keyboard.press("ControlOrMeta+z");
    await expect(editor.node("Text template")).toBeVisible();
    await expect(bo.editor.node("Text template")).toBeVisible();
    await expect(editor.node("Output")).toBeVisible();
    await editor.select("Text template");
    await expect(editor.param("Template")).toHaveText("Hello, {{who}}!");
    await bo.editor.select("Text template");
  });

  await test.step("undo within a code field takes back what was typed there, and nobody else's words", async () => {
    await editor.param("Template").press("ControlOrMeta+End");
    await page.keyboard.type(" Mine.");
    await expect(bo.editor.param("Template")).toHaveText("Hello, {{who}}! Mine.");
    await bo.editor.param("Template").press("ControlOrMeta+Home");
    await bo.page.keyboard.type("Theirs. ");
    await expect(editor.param("Template")).toHaveText("Theirs. Hello, {{who}}! Mine.");
    await editor.param("Template").press("ControlOrMeta+z");
    await expect(editor.param("Template")).toHaveText("Theirs. Hello, {{who}}!");
  });

  await test.step("who leaves is gone within seconds", async () => {
    await bo.editor.isSaved();
    await context.close();
    await expect(ada.face("Bo Lind")).toBeHidden({ timeout: 15_000 });
    await expect(ada.pointer("Bo Lind")).toBeHidden();
  });
});

test("two people write in one note at once, and the words of both stay", async ({ editor, page, browser }) => {
  await editor.openNew();
  await editor.canvas.focus();
  await page.keyboard.press("n");
  await page.keyboard.type("Plan:");
  await page.keyboard.press("Escape");
  await editor.isSaved();
  const context = await openBrowserOf(browser, { name: "Io Berg", role: "editor" });
  const io = new TogetherPage(await context.newPage());
  await io.open(page.url());
  await expect(new TogetherPage(page).face("Io Berg")).toBeVisible();
  const [mine, theirs] = [page, io.page].map((one) => one.getByRole("textbox", { name: "Note text" }));
  await editor.notes.dblclick();
  await io.editor.notes.dblclick();
  await theirs!.press("ControlOrMeta+Home");

  const [aPart, bPart] = [" cut the pictures, then count.", "Of Io. "];
  await Promise.all([
    mine!.press("ControlOrMeta+End").then(() => mine!.pressSequentially(aPart, { delay: 90 })),
    theirs!.pressSequentially(bPart.repeat(6), { delay: 60 }),
  ]);

  const both = `${bPart.repeat(6)}Plan:${aPart}`;
  await expect(mine!).toHaveValue(both);
  await expect(theirs!).toHaveValue(both);
  // The caret of either stands where it wrote.
  await page.keyboard.type("!");
  await expect(theirs!).toHaveValue(`${both}!`);
  await context.close();
});

test("whoever may only look sees the work of others as it goes", async ({ editor, page, browser }) => {
  await editor.openNew();
  await editor.isSaved();
  const context = await openBrowserOf(browser, { name: "Vi Noor", role: "viewer" });
  const viewer = new TogetherPage(await context.newPage());
  await viewer.page.goto(page.url());
  await expect(new TogetherPage(page).face("Vi Noor")).toBeVisible();

  await editor.addNode("Text template");

  await expect(viewer.editor.node("Text template")).toBeVisible();
  await context.close();
});
