import { expect } from "@playwright/test";
import { owner } from "./account-page.ts";
import { checkAccessibility } from "./check-accessibility.ts";
import { test } from "./fixtures.ts";
import { ownerState } from "./places.ts";

test("the first visitor creates the owner account and finds every page empty but useful", async ({ account, page }) => {
  await page.goto("/");
  await expect(page).toHaveURL("/set-up");
  await checkAccessibility(page, { state: "set-up" });

  await account.setUp({ ...owner, email: "ada", password: "short" });
  await expect(page.getByText("Type an e-mail address, like you@example.org.")).toBeVisible();
  await expect(page.getByText("The password has 5 characters; it needs 8 or more.")).toBeVisible();
  await checkAccessibility(page, { state: "set-up with faults" });

  await account.setUp();
  await expect(page).toHaveURL("/workflows");
  await expect(page.getByRole("heading", { name: "Start with something that runs" })).toBeVisible();
  await checkAccessibility(page, { state: "no workflows" });

  await page.getByRole("link", { name: "Runs" }).click();
  await expect(page.getByRole("heading", { name: "Nothing has run yet" })).toBeVisible();
  await checkAccessibility(page, { state: "no runs" });

  await page.getByRole("link", { name: "Models" }).click();
  await expect(page.getByRole("heading", { name: "No models yet" })).toBeVisible();
  await checkAccessibility(page, { state: "no models" });

  await page.context().storageState({ path: ownerState });
});
