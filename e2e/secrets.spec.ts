import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { openBrowserOf } from "./invited-person.ts";
import { dataDir } from "./places.ts";
import { openService, type ServiceAsked } from "./service-asked.ts";
import { SecretsPage } from "./secrets-page.ts";
import { dumpDatabase } from "./watched-database.ts";

const SECRET = "tok3n/of+the=service";
const forms = [SECRET, encodeURIComponent(SECRET), Buffer.from(`Bearer ${SECRET}`).toString("base64").slice(12, 30)];

let service: ServiceAsked;
test.beforeAll(async () => {
  service = await openService();
});
test.afterAll(() => service.close());

test("a secret is made, chosen in a node, sent to the service, and appears nowhere", async ({
  secrets,
  editor,
  page,
  browser,
}) => {
  await test.step("it is made in the settings, under a name that is made of what is typed", async () => {
    await secrets.open();
    await expect(page.getByRole("heading", { name: "No secret yet" })).toBeVisible();
    await checkAccessibility(page, { state: "no secrets" });
    await page.getByRole("button", { name: "New secret" }).click();
    await secrets.dialog.getByRole("button", { name: "Keep the secret" }).click();
    await expect(secrets.dialog.getByRole("alert")).toHaveText([
      "Begin with a letter, as in SERVICE_KEY.",
      "Paste the key, token or password.",
    ]);
    await checkAccessibility(page, { state: "new secret, with faults" });
    await secrets.fill({ name: "weather key", value: "a first value", hosts: "127.0.0.1" });
    await expect(secrets.row("WEATHER_KEY")).toContainText("To 127.0.0.1 only");
    await expect(secrets.row("WEATHER_KEY")).toContainText("no workflow");
  });

  await test.step("its value can be replaced, and is not shown", async () => {
    const replace = page.getByRole("button", { name: "Replace WEATHER_KEY" });
    await replace.click();
    await expect(secrets.dialog.getByLabel("Value", { exact: true })).toHaveValue("");
    await page.keyboard.press("Escape");
    await expect(replace).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(secrets.dialog.getByRole("textbox", { name: "Sent only to" })).toHaveValue("127.0.0.1");
    await secrets.fill({ value: SECRET });
    await checkAccessibility(page, { state: "secrets" });
  });

  await test.step("a node that names another one says so, and chooses this one", async () => {
    await editor.openFile({
      title: "Ask the weather",
      nodes: {
        city: { type: "workflow-input", title: "City", params: { name: "city", kind: "text", sample: "Lisbon" } },
        ask: {
          type: "http-request",
          title: "Weather",
          params: {
            url: `${service.origin}/weather?in={{city}}`,
            auth: "bearer",
            secret: { secretName: "OLD_KEY" },
          },
        },
        out: { type: "workflow-output", title: "Said", params: { name: "said" } },
      },
      wires: [
        ["city.value", "ask.city"],
        ["ask.body", "out.value"],
      ],
    });
    await editor.select("Weather");
    await expect(editor.inspector.getByText('This workspace has no secret "OLD_KEY".')).toBeVisible();
    await expect(editor.inspector.getByRole("button", { name: "Create OLD_KEY" })).toBeVisible();
    await editor.param("Secret").press("Enter");
    await page.getByRole("menuitem", { name: /^WEATHER_KEY/ }).click();
    await expect(editor.param("Secret")).toHaveText("WEATHER_KEY");
    await expect(editor.inspector.getByText("has no secret")).toHaveCount(0);
  });

  await test.step("headers are written as rows", async () => {
    await editor.inspector.getByRole("button", { name: "Add to Headers" }).click();
    await expect(editor.param("Name 1")).toBeFocused();
    await page.keyboard.type("X-Lang");
    await page.keyboard.press("Tab");
    await page.keyboard.type("pt");
    await editor.isSaved();
  });

  await test.step("the run sends it and shows the answer without it", async () => {
    await editor.run();
    await editor.everyNodeIsDone();
    expect(service.authorizations).toEqual([`Bearer ${SECRET}`]);
    await page.getByRole("link", { name: "Open run" }).click();
    await page.waitForURL("**/runs/*");
    await expect(page.getByText("It is 21 degrees in Lisbon.").first()).toBeVisible();
    await expect(page.getByText("Bearer ••••••").first()).toBeVisible();
    const shown = await page.content();
    for (const form of forms) expect(shown).not.toContain(form);
  });

  await test.step("neither does the database have it, nor any file of the installation", async () => {
    const places = { database: await dumpDatabase(), files: filesOf(path.join(dataDir, "artifacts")) };
    for (const [place, text] of Object.entries(places)) {
      for (const form of forms) expect(text.includes(form), `${form} in ${place}`).toBe(false);
    }
    expect(places.database).toContain("It is 21 degrees in Lisbon.");
  });

  await test.step("an editor sees its name and can change nothing", async () => {
    const context = await openBrowserOf(browser, { name: "Edda", role: "editor" });
    const other = new SecretsPage(await context.newPage());
    await other.open();
    await expect(other.row("WEATHER_KEY")).toContainText("Ask the weather");
    await expect(other.page.getByRole("button", { name: /secret|Replace|Delete/i })).toHaveCount(0);
    await context.close();
  });

  await test.step("who deletes it is told what uses it, and the node says that it is gone", async () => {
    await secrets.open();
    await page.getByRole("button", { name: "Delete WEATHER_KEY" }).click();
    await expect(secrets.dialog.getByRole("listitem")).toHaveText(["Ask the weather"]);
    await checkAccessibility(page, { state: "a secret that is about to be deleted" });
    await secrets.dialog.getByRole("button", { name: "Delete the secret" }).click();
    await expect(page.getByRole("heading", { name: "No secret yet" })).toBeVisible();
    await editor.openSaved("Ask the weather");
    await editor.select("Weather");
    await expect(editor.inspector.getByRole("button", { name: "Create WEATHER_KEY" })).toBeVisible();
    await editor.run();
    await expect(editor.problems).toContainText('This workspace has no secret "WEATHER_KEY".');
    await checkAccessibility(page, { state: "a node whose secret is missing" });
  });
});

function filesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}
