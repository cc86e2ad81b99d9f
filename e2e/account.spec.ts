import { expect } from "@playwright/test";
import { owner } from "./account-page.ts";
import { test } from "./fixtures.ts";

test("who is signed out is asked to sign in and comes back to where they wanted to go", async ({ browser }) => {
  const stranger = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await stranger.newPage();
  for (const place of ["/workflows", "/gallery", "/runs", "/models", "/accelerators"]) {
    await page.goto(place);
    await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(place)}`);
  }
  await page.goto("/set-up");
  await expect(page).toHaveURL("/sign-in");
  await stranger.close();
});

test("a form that is sent before the page is alive does not put the password into the address", async ({ browser }) => {
  const dead = await browser.newContext({ storageState: { cookies: [], origins: [] }, javaScriptEnabled: false });
  const page = await dead.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  await expect(page).toHaveURL("/sign-in");
  await dead.close();
});

test.describe("with a session of its own", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("a wrong password is refused, the right one opens the page that was asked for, and signing out closes it", async ({
    account,
    page,
  }) => {
    await page.goto("/runs");
    await account.signIn({ ...owner, password: "a noisy panel" });
    await expect(page.getByRole("alert").filter({ hasText: /./ })).toHaveText(
      "There is no account with this e-mail address and this password.",
    );
    await account.signIn();
    await expect(page).toHaveURL("/runs");
    await expect(page.getByRole("heading", { name: "Runs", level: 1 })).toBeVisible();

    await account.signOut();
    await page.goto("/runs");
    await expect(page).toHaveURL("/sign-in?next=%2Fruns");
  });
});

test("the theme that is chosen stays after a reload", async ({ account, page }) => {
  const ground = () => page.getByRole("main").evaluate((main) => getComputedStyle(main).backgroundColor);
  await page.goto("/gallery");
  const light = await ground();

  await account.chooseTheme("Dark");
  await expect.poll(ground).not.toBe(light);
  const dark = await ground();
  await page.reload();
  expect(await ground()).toBe(dark);

  await account.chooseTheme("Light");
  await expect.poll(ground).toBe(light);
});

test("gallery, runs and a run fit on a phone", async ({ gallery, runs, page }) => {
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.setViewportSize({ width: 390, height: 844 });
  const places = page.getByRole("navigation", { name: "Places" });

  await gallery.open();
  await expect(gallery.card("Find and count shapes")).toBeVisible();
  await expect.poll(overflow).toBe(0);
  await gallery.use("Find and count shapes");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("link", { name: "Open run" }).click();

  await expect(runs.output("count")).toContainText("6");
  await expect.poll(overflow).toBe(0);
  await places.getByRole("link", { name: "Runs" }).click();
  await expect(runs.row(1)).toContainText("Find and count shapes");
  await expect.poll(overflow).toBe(0);
  await places.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Deployments" }).click();
  await expect(page.getByRole("heading", { name: "Deployments", exact: true })).toBeVisible();
  await expect(places.getByRole("button", { name: "Deployments" })).toBeVisible();
  await expect.poll(overflow).toBe(0);
});
