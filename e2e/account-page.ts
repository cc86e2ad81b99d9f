import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";

export const owner = { name: "Ada Olsen", email: "ada@example.org", password: "a quiet panel" };

/** Who is signed in: setting up, signing in and out, and the theme. */
export class AccountPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async setUp(account = owner) {
    await this.page.getByLabel("Your name").fill(account.name);
    await this.page.getByLabel("E-mail").fill(account.email);
    await this.password.fill(account.password);
    await this.page.getByRole("button", { name: "Create the owner account" }).click();
  }

  async signIn({ email, password }: { email: string; password: string } = owner) {
    await this.page.getByLabel("E-mail").fill(email);
    await this.password.fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
  }

  async signOut() {
    await this.openMenu();
    await this.page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(this.page.getByRole("heading", { name: "Sign in to Patchbay" })).toBeVisible();
  }

  async chooseTheme(theme: "Light" | "Dark" | "As the system") {
    await this.openMenu();
    await this.page.getByRole("menuitemradio", { name: theme }).click();
  }

  /** Not the button that shows it. */
  get password(): Locator {
    return this.page.getByLabel("Password", { exact: true });
  }

  private async openMenu() {
    await this.page.getByRole("button", { name: /^Account of / }).click();
  }
}
