import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";

test("the sign-in page can be used by everyone, also after a mistake", async ({ browser }) => {
  const stranger = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await stranger.newPage();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Type your e-mail address" })).toBeVisible();
  await checkAccessibility(page, { state: "sign-in with a mistake" });
  await stranger.close();
});

test("gallery, template, editor and run can be used by everyone", async ({ gallery, editor, runs, page }) => {
  await gallery.open();
  await expect(gallery.card("Find and count shapes")).toBeVisible();
  await checkAccessibility(page, { state: "gallery" });

  await gallery.openTemplate("Find and count shapes");
  await checkAccessibility(page, { state: "template" });

  await page.getByRole("button", { name: "Use this template" }).click();
  await page.waitForURL("**/workflows/*");
  await editor.run();
  await editor.everyNodeIsDone();
  await editor.select("Find shapes");
  await page.getByRole("button", { name: "Show the steps" }).click();
  await checkAccessibility(page, { state: "editor after a run" });

  await page.getByRole("link", { name: "Open run" }).click();
  await runs.chooseStep("Find shapes");
  await checkAccessibility(page, { state: "run with a step chosen" });
});

test("an empty and a failed workflow can be used by everyone", async ({ editor, page }) => {
  await editor.openNew();
  await checkAccessibility(page, { state: "empty editor" });

  await editor.addNode("Evaluate");
  await editor.addNode("Text template");
  await editor.run();
  await expect(editor.problems).toBeVisible();
  await checkAccessibility(page, { state: "editor with problems" });

  await editor.openFile({
    title: "Fails",
    nodes: {
      start: { type: "text-template", title: "Start", params: { template: "7" } },
      bad: { type: "evaluate", title: "Asks for nothing", params: { expression: "value.missing.length" } },
      after: { type: "workflow-output", title: "Never there" },
    },
    wires: [
      ["start.text", "bad.value"],
      ["bad.result", "after.value"],
    ],
  });
  await editor.run();
  await expect(editor.node("Never there")).toHaveAttribute("data-status", "skipped");
  await editor.select("Asks for nothing");
  await checkAccessibility(page, { state: "editor after a failure" });

  await page.getByRole("link", { name: "Open run" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Asks for nothing failed" })).toBeVisible();
  await checkAccessibility(page, { state: "failed run" });
});

test("lists, models, accelerators and a wrong address can be used by everyone", async ({ gallery, models, page }) => {
  await gallery.open();
  await gallery.use("Read handwritten digits");

  for (const [place, heading] of [
    ["/workflows", "Workflows"],
    ["/runs", "Runs"],
    ["/approvals", "Approvals"],
    ["/models", "Models"],
    ["/accelerators", "Accelerators"],
    ["/nowhere", "There is nothing at this address"],
  ] as const) {
    await page.goto(place);
    await expect(page.getByRole("heading", { name: heading }).first()).toBeVisible();
    await checkAccessibility(page, { state: place });
  }

  await models.open();
  await models.list.getByRole("link").first().click();
  await expect(page.getByRole("region", { name: "Facts" })).toBeVisible();
  await checkAccessibility(page, { state: "model" });
});
