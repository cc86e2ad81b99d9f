import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { canBeHidden, hide, openStreams, show } from "./sight.ts";
import { TogetherPage } from "./together-page.ts";
import { openBrowserOf } from "./invited-person.ts";

const unknown = "00000000-0000-4000-8000-000000000000";

test("what cannot be drawn takes nothing else away, and work that was not saved comes back", async ({
  editor,
  versions,
  page,
}) => {
  await canBeHidden(page.context());
  const streams = openStreams(page);
  await editor.openFile({
    title: "Hard to draw",
    nodes: {
      hello: { type: "text-template", title: "Hello", params: { template: "Hello" } },
      out: { type: "workflow-output", title: "Out", params: { name: "out" } },
    },
    wires: [["hello.text", "out.value"]],
  });
  await editor.run();
  await editor.isDone("Hello");

  await test.step("a value: its node and the inspector stay", async () => {
    await page.route("**/api/trpc/runs.watch*", async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replaceAll(
        /"preview":\{"kind":"text"[^}]*\}/g,
        '"preview":{"kind":"image","width":1,"height":1,"channels":3,"thumbnail":null}',
      );
      await route.fulfill({ response: answer, body });
    });
    await editor.reload();
    await expect(editor.node("Hello").getByRole("alert")).toContainText("This value cannot be drawn");
    await editor.select("Hello");
    await expect(editor.inspector.getByRole("alert")).toContainText("This value cannot be drawn");
    await checkAccessibility(page, { state: "a value that cannot be drawn" });
    await versions.setParam("Hello", "Template", "Hello again");
    await editor.isSaved();
    await page.unroute("**/api/trpc/runs.watch*");
    await editor.reload();
    await expect(editor.node("Hello").getByText("Hello", { exact: true }).last()).toBeVisible();
    await expect(editor.node("Hello").getByRole("alert")).toBeHidden();
  });

  await test.step("the whole editor: work is kept, downloaded, and back when it is loaded again", async () => {
    await page.route(/api\/trpc\/.*workflows\.save/, (route) => route.abort());
    await versions.setParam("Hello", "Template", "Kept through it all");
    await expect(editor.saveState).toHaveText(/1 change kept in this browser/);
    await page.route("**/api/trpc/presence.watch*", (route) =>
      route.fulfill({
        contentType: "text/event-stream",
        body: `event: connected\ndata: {}\n\ndata: ${JSON.stringify({
          json: { type: "people", people: [{ clientId: "c", userId: "u", name: null, cursor: null, selection: [] }] },
        })}\n\n`,
      }),
    );
    await hide(page);
    await expect.poll(() => streams.count()).toBe(0);
    await show(page);

    const failure = page.getByRole("alert").filter({ hasText: "The editor cannot be drawn" });
    await expect(failure).toContainText("is kept in this browser and comes back");
    await checkAccessibility(page, { state: "an editor that cannot be drawn" });
    const saving = page.waitForEvent("download");
    await failure.getByRole("button", { name: "Download the workflow file" }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await saving).createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toContain("Kept through it all");

    await page.unrouteAll();
    await failure.getByRole("button", { name: "Reload the editor" }).click();
    await expect(versions.notices).toContainText("What was not saved is back");
    await editor.isSaved();
    await editor.select("Hello");
    await expect(editor.param("Template")).toHaveText("Kept through it all");
  });
});

test("tabs out of sight leave their connections to the ninth, are away, and show what they missed", async ({
  editor,
  page,
  context,
  browser,
}) => {
  // Nine editors share the machine.
  test.slow();
  await canBeHidden(context);
  await editor.openNew();
  await editor.addNode("Input");
  await editor.isSaved();
  const url = page.url();
  const other = await openBrowserOf(browser, { name: "Mo Berg", role: "editor" });
  const mo = new TogetherPage(await other.newPage());
  await mo.open(url);
  await expect(mo.face("Ada Olsen")).toBeVisible();

  const streams = openStreams(page);
  await page.reload();
  await expect(editor.saveState).toHaveText(/^Saved .+/);
  const tabs = [page];
  await hide(page);
  for (let tab = 2; tab <= 8; tab++) {
    const next = await context.newPage();
    tabs.push(next);
    await next.goto(url);
    await expect(next.getByRole("banner").getByRole("status")).toHaveText(/^Saved .+/);
    await hide(next);
  }
  await expect.poll(() => streams.count()).toBe(0);
  await expect(mo.face("Ada Olsen, away")).toBeVisible();

  const ninth = new TogetherPage(await context.newPage());
  await ninth.open(url);
  await ninth.editor.addNode("Output");
  await ninth.editor.isSaved();
  await expect(mo.editor.node("Output")).toBeVisible();
  await expect(mo.face("Ada Olsen").and(mo.page.locator(":not([data-away])"))).toBeVisible();

  await show(page);
  await expect(editor.node("Output")).toBeVisible();
  await expect.poll(() => streams.count()).toBeGreaterThan(0);
  await Promise.all(tabs.slice(1).map((tab) => tab.close()));
  await other.close();
});

test("what is not there is a 404 that leads on; offline, pages wait and lists say so", async ({
  page,
  context,
  request,
}) => {
  const paths = [
    ...["workflows", "runs", "models", "deployments"].map((place) => `/${place}/${unknown}`),
    `/workflows/${unknown}/form`,
    "/workflows/no-id",
    "/runs/no-id",
    "/gallery/nothing",
    "/nowhere",
  ];
  for (const path of paths) {
    const answer = await request.get(path, { headers: { accept: "text/html" } });
    expect.soft(answer.status(), path).toBe(404);
  }
  expect((await request.get("/runs")).status()).toBe(200);
  await page.goto(`/models/${unknown}`);
  await expect(page.getByText("No model that you may see has this address.")).toBeVisible();
  await checkAccessibility(page, { state: "a model that is not there" });
  await page.getByRole("link", { name: "Go to the models" }).click();
  await page.waitForURL("**/models");

  await page.goto("/runs");
  await context.setOffline(true);
  await page.getByRole("navigation").getByRole("link", { name: "Workflows", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "You are offline" });
  await expect(dialog).toContainText("opens by itself");
  await checkAccessibility(page, { state: "a link while offline" });
  await context.setOffline(false);
  await page.waitForURL("**/workflows");
  await expect(dialog).toBeHidden();
});
