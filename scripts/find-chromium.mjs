// Where the browser of the end-to-end tests is: named by the environment, Playwright's own, or one of the system's.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { root } from "./bootstrap.mjs";

/** The headless shell first: a whole browser also draws tabs and toolbars that nobody sees. */
export const systemBrowsers = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

async function findChromium() {
  if (process.env.PLAYWRIGHT_CHROMIUM_PATH) return process.env.PLAYWRIGHT_CHROMIUM_PATH;
  const { chromium } = await import("@playwright/test");
  return [chromium.executablePath(), ...systemBrowsers].find((file) => file && existsSync(file)) ?? null;
}

/** Finds a Chromium, or gets one: by Playwright's download, else by apt-get as root. Null with a message when neither can. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  console.error("No Chromium here: trying Playwright's download …");
  spawnSync("npx", ["--no-install", "playwright", "install", "chromium"], { cwd: root, stdio: "inherit" });
  const downloaded = await findChromium();
  if (downloaded) return downloaded;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.error("Trying apt-get …");
    spawnSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    // Not every Debian has the shell of its own.
    for (const name of ["chromium-headless-shell", "chromium"]) {
      const { status } = spawnSync("apt-get", ["install", "-y", "-qq", name], {
        stdio: ["ignore", "ignore", "inherit"],
        env,
      });
      if (status === 0) break;
    }
  }
  const installed = await findChromium();
  if (!installed) {
    console.error(
      "The browser tests need a Chromium. Install one with `npx playwright install --with-deps chromium` or " +
        "`sudo apt-get install chromium`, or name one with PLAYWRIGHT_CHROMIUM_PATH.",
    );
  }
  return installed;
}
