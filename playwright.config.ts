import { existsSync } from "node:fs";
import { chromium, defineConfig, devices } from "@playwright/test";
import { systemBrowsers } from "./scripts/find-chromium.mjs";
import { address, dataDir, ownerState, port, resultsDir, serverPidFile, servicePort } from "./e2e/places.ts";

const executablePath =
  process.env.PLAYWRIGHT_CHROMIUM_PATH ??
  [chromium.executablePath(), ...systemBrowsers].find((file) => existsSync(file));

const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 } };

/**
 * The journeys run against the production build on a database and a data folder of their own, thrown away before each run.
 * `npm test` runs them in two halves side by side, each with a server of its own (`scripts/stages.mjs`).
 */
export default defineConfig({
  testDir: "./e2e",
  outputDir: resultsDir,
  workers: 1,
  // The machine may do other things as well: no journey hangs on how long anything takes, and what fails may take its time to.
  timeout: 240_000,
  expect: { timeout: 30_000, toHaveScreenshot: { maxDiffPixelRatio: 0.01 } },
  reporter: [["list"]],
  use: {
    baseURL: address,
    actionTimeout: 30_000,
    // A recording of each step, kept or not, is a quarter of all that the journeys compute; `--trace on` makes it.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath && { executablePath }),
      chromiumSandbox: false,
      args: [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
        "--font-render-hinting=none",
        "--force-color-profile=srgb",
      ],
    },
  },
  projects: [
    // The first visitor's way in, which can be gone once only; it leaves the owner's cookies for the others.
    { name: "first visit", testMatch: "first-visit.spec.ts", use: desktop },
    {
      name: "chromium",
      ...(process.env.PATCHBAY_SCREENSHOTS
        ? { testMatch: ["screenshots.spec.ts", "guide.spec.ts"] }
        : { testIgnore: ["first-visit.spec.ts", "screenshots.spec.ts", "guide.spec.ts"] }),
      dependencies: ["first visit"],
      use: { ...desktop, storageState: ownerState },
    },
  ],
  webServer: {
    command: "node e2e/start-server.mjs",
    url: `${address}/api/health`,
    env: {
      PORT: String(port),
      HOST: "127.0.0.1",
      // Beside that of the pages, so that nothing else of this machine has them.
      PATCHBAY_INFERENCE_PORT: String(port + 1),
      PATCHBAY_INFERENCE_GRPC_PORT: String(port + 2),
      PATCHBAY_METRICS_PORT: String(port + 3),
      // The service that the journey of secrets asks.
      PATCHBAY_HTTP_ALLOW: `127.0.0.1:${servicePort}`,
      PATCHBAY_DATA: dataDir,
      PATCHBAY_E2E_PID: serverPidFile,
    },
    timeout: 120_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
  },
});
