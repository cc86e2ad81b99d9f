import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { templates } from "./places.ts";

test("a workflow is published, run by a program with a key, and its run is in the history", async ({
  editor,
  page,
  request,
}) => {
  const name = `greet-${Date.now()}`;
  await editor.openFile({
    title: "Greets",
    nodes: {
      word: { type: "workflow-input", title: "Who", params: { name: "who", kind: "text", sample: "you" } },
      text: { type: "text-template", title: "Greeting", params: { template: "Hello {{who}}" } },
      out: { type: "workflow-output", title: "Out", params: { name: "greeting" } },
    },
    wires: [
      ["word.value", "text.who"],
      ["text.text", "out.value"],
    ],
  });

  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("region", { name: "Takes" })).toContainText("who");
  await checkAccessibility(page, { state: "publish dialog" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await dialog.getByRole("link", { name: "Show the deployment" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await expect(page.getByLabel("Example request")).toContainText(`/api/v1/workflows/${name}/runs`);
  await checkAccessibility(page, { state: "deployment" });

  await page.goto("/settings/keys");
  await page.getByRole("button", { name: "New key" }).click();
  await dialog.getByLabel("Name").fill("Doorbell");
  await checkAccessibility(page, { state: "new key" });
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const key = (await dialog.getByLabel("API key", { exact: true }).textContent())!;
  await dialog.getByRole("button", { name: "I have it" }).click();
  await expect(page.getByRole("row", { name: /Doorbell/ })).toContainText("Runs all deployments");
  await checkAccessibility(page, { state: "API keys" });

  const ask = (who: string) =>
    request.post(`/api/v1/workflows/${name}/runs`, {
      headers: { authorization: `Bearer ${key}` },
      data: { inputs: { who } },
    });
  const answer = await ask("Ada");
  expect(answer.status()).toBe(200);
  const { id, outputs } = (await answer.json()) as { id: string; outputs: object };
  expect(outputs).toEqual({ greeting: "Hello Ada" });
  await page.goto("/runs");
  await expect(page.locator(`a[href="/runs/${id}"]`).first()).toBeVisible();
  await page.goto(`/runs/${id}`);
  await page.getByRole("tab", { name: "About" }).click();
  await expect(page.getByText("API: Doorbell")).toBeVisible();

  await page.goto("/deployments");
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("version 1");
  await checkAccessibility(page, { state: "deployments" });
  await page.getByRole("link", { name }).click();
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByLabel("Answer")).toContainText("Hello you");

  await page.getByRole("button", { name: "Unpublish" }).click();
  await dialog.getByRole("button", { name: "Unpublish" }).click();
  await expect(page.getByText("not published")).toBeVisible();
  expect((await ask("nobody")).status()).toBe(404);
  await page.getByRole("button", { name: "Publish again version 1" }).click();
  await expect(page.getByText("answers", { exact: true })).toBeVisible();
  expect((await ask("Bob")).status()).toBe(200);

  await page.goto("/settings/keys");
  await page.getByRole("button", { name: "Revoke Doorbell" }).click();
  await dialog.getByRole("button", { name: "Revoke the key" }).click();
  await expect(page.getByRole("row", { name: /Doorbell/ })).toContainText("revoked");
  expect((await ask("Eve")).status()).toBe(401);
});

test("a model is published from its page, asked over the protocol, and its next version answers under the same name", async ({
  models,
  page,
  request,
}) => {
  const name = `wine-${Date.now()}`;
  const bytes = readFileSync(`${templates}/models/wine/model.onnx`);
  await models.open();
  await models.importFile({ name: `${name}.onnx`, bytes });
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();

  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await checkAccessibility(page, { state: "publish a model" });
  await expect(dialog.getByLabel("Name")).toHaveValue(name);
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await dialog.getByRole("button", { name: "Stay here" }).click();
  const published = page.getByRole("region", { name: "Published" });
  await expect(published.getByRole("listitem")).toContainText(`${name}v1`);
  await checkAccessibility(page, { state: "published model" });

  await page.goto("/settings/keys");
  await page.getByRole("button", { name: "New key" }).click();
  await dialog.getByLabel("Name").fill("Cellar");
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const key = (await dialog.getByLabel("API key", { exact: true }).textContent())!;
  await dialog.getByRole("button", { name: "I have it" }).click();
  await page.goto("/deployments");
  await page.getByRole("link", { name }).click();
  const address = (await page.getByText(/^POST http/).textContent())!.replace("POST ", "");
  await checkAccessibility(page, { state: "deployment of a model" });
  const features = { name: "features", shape: [1, 13], datatype: "FP32", data: Array.from({ length: 13 }, () => 1) };
  const ask = async () => {
    const answer = await request.post(address, {
      headers: { authorization: `Bearer ${key}` },
      data: { inputs: [features] },
    });
    return { status: answer.status(), version: ((await answer.json()) as { model_version?: string }).model_version };
  };
  await expect.poll(ask).toEqual({ status: 200, version: "1" });

  await page.getByRole("link", { name: "Open the model" }).click();
  await models.askToDelete(1);
  await expect(dialog.getByRole("link", { name })).toBeVisible();
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(dialog).toContainText("v1 answers already");
  await dialog.getByRole("button", { name: "Publish the next version" }).click();
  await dialog.getByRole("link", { name: "Show the deployment" }).click();
  await expect.poll(ask).toEqual({ status: 200, version: "2" });
  await page.getByRole("button", { name: "Roll back version 1" }).click();
  await expect.poll(ask).toEqual({ status: 200, version: "1" });

  await page.getByRole("button", { name: "Unpublish" }).click();
  await dialog.getByRole("button", { name: "Unpublish" }).click();
  await expect.poll(ask).toEqual({ status: 404, version: undefined });
});

test("what cannot be published says why", async ({ editor, page }) => {
  await editor.openNew();
  await page.getByRole("button", { name: "Publish", exact: true }).click();

  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("The workflow has no nodes");
  await checkAccessibility(page, { state: "publish with problems" });
});
