import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";
import { templates } from "./places.ts";

/** The autoencoder of a template with a property at its end, which makes another file of it that computes the same. */
function modelOf(edition: string): Buffer {
  const text = (field: number, content: string | Buffer) =>
    Buffer.concat([Buffer.from([(field << 3) | 2, Buffer.byteLength(content)]), Buffer.from(content)]);
  const property = text(14, Buffer.concat([text(1, "edition"), text(2, edition)]));
  return Buffer.concat([readFileSync(`${templates}/models/sensor-autoencoder/model.onnx`), property]);
}

test("a model is imported and looked into, gets a second version, and goes when it is deleted", async ({
  models,
  page,
}) => {
  const first = modelOf("first");
  await models.open();
  await models.importFile({ name: "sensors.onnx", bytes: first });

  await expect(page.getByRole("heading", { name: "sensors", level: 1 })).toBeVisible();
  const ports = page.getByRole("region", { name: "Ports" });
  await expect(ports.getByRole("listitem").filter({ hasText: "window" })).toContainText("float32");
  await expect(ports.getByLabel("Shape batch × 64 × 3")).toHaveCount(2);
  await expect(page.getByRole("region", { name: "Operators" })).toContainText("in opset 17");
  const facts = page.getByRole("region", { name: "Facts" });
  await expect(facts).toContainText("editionfirst");
  await expect(facts).toContainText(createHash("sha256").update(first).digest("hex"));

  await models.addVersion({ name: "sensors.onnx", bytes: modelOf("second") });
  await expect(facts).toContainText("editionsecond");
  await page.getByRole("button", { name: "v1", exact: true }).click();
  await expect(facts).toContainText("editionfirst");

  await models.askToDelete(1);
  await page.getByRole("dialog").getByRole("button", { name: "Delete version 1" }).click();
  await expect(page.getByRole("button", { name: "v1", exact: true })).toHaveCount(0);
  await models.askToDelete(2);
  await page.getByRole("dialog").getByRole("button", { name: "Delete version 2" }).click();
  await expect(page).toHaveURL("/models");
  await expect(models.list.getByRole("link", { name: "sensors" })).toHaveCount(0);
});

test("a model that a workflow uses stays until nobody needs it, and the refusal says who does", async ({
  editor,
  models,
  page,
}) => {
  await models.open();
  await models.dropFile({ name: "drift.onnx", bytes: modelOf("dropped") });
  await expect(page.getByRole("heading", { name: "drift", level: 1 })).toBeVisible();

  await editor.openFile({
    title: "Watches sensors",
    nodes: { add: { type: "run-model", title: "Reconstruct" } },
    wires: [],
  });
  await editor.select("Reconstruct");
  await editor.param("Model").click();
  await page.getByRole("menuitem", { name: /^drift/ }).click();
  await expect(editor.input(["Reconstruct", "window"])).toBeVisible();
  await expect(editor.output(["Reconstruct", "reconstruction"])).toBeVisible();
  await expect(editor.saveState).toHaveText(/^Saved/);

  await models.open();
  await models.openModel("drift");
  await models.askToDelete(1);
  const refusal = page.getByRole("dialog", { name: "drift, version 1 is in use" });
  await expect(refusal.getByRole("link", { name: "Watches sensors" })).toBeVisible();
  await refusal.getByRole("button", { name: "Keep it" }).click();

  await page.getByRole("link", { name: "Workflows" }).click();
  await page.getByRole("button", { name: "Menu of Watches sensors" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete the workflow" }).click();
  await expect(page.getByRole("link", { name: "Watches sensors" })).toHaveCount(0);

  await models.open();
  await models.openModel("drift");
  await models.askToDelete(1);
  await page.getByRole("dialog").getByRole("button", { name: "Delete version 1" }).click();
  await expect(models.list.getByRole("link", { name: "drift" })).toHaveCount(0);
});

test("a file that is no model is refused with the reason, and nothing is stored", async ({ models, page }) => {
  await models.open();
  await models.importFile({ name: "notes.onnx", bytes: Buffer.from("buy milk, call Ada, and write the report") });

  const refusal = page.getByRole("alert").filter({ hasText: "notes.onnx was not imported" });
  await expect(refusal).toContainText("not-onnx");
  await expect(models.list.getByRole("link", { name: "notes" })).toHaveCount(0);
  await refusal.getByRole("button", { name: "Dismiss" }).click();
  await expect(refusal).toHaveCount(0);
});
