import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import type { Browser, Page } from "@playwright/test";
import { ensureChromium } from "../scripts/find-chromium.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const PORT = 4717;

/** Runs a bench in a browser beside a Patchbay of its own, with nothing in it. */
export async function inBrowser<T>(bench: (browser: Browser) => Promise<T>): Promise<T> {
  const executablePath = await ensureChromium();
  if (!executablePath) throw new Error("Without a Chromium nothing can be clicked.");
  const dataDir = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  const server = await startServer(dataDir);
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
  try {
    return await bench(browser);
  } finally {
    await browser.close();
    await stopServer(server);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Creates the account of the owner, as the first visitor does. */
export async function becomeOwner(page: Page): Promise<void> {
  await page.goto(`http://127.0.0.1:${PORT}/`);
  await page.getByLabel("Your name").fill("Bench");
  await page.getByLabel("E-mail").fill("bench@example.org");
  await page.getByLabel("Password", { exact: true }).fill("measured with care");
  await page.getByRole("button", { name: "Create the owner account" }).click();
  await page.waitForURL("**/workflows");
}

/** Brings a graph in as a file, from the list of workflows, and gives the address of its editor. */
export async function importWorkflow(page: Page, { title, graph }: { title: string; graph: object }): Promise<string> {
  await page.goto(`http://127.0.0.1:${PORT}/workflows`);
  await page.getByLabel("Workflow file").setInputFiles({
    name: `${title}.json`,
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify({ title, graph })),
  });
  await page.getByRole("article").first().waitFor();
  return page.url();
}

async function startServer(dataDir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: "", PATCHBAY_DATA: dataDir, HOST: "127.0.0.1", PORT: String(PORT) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("Patchbay is ready")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`npm start ended with code ${code}.`)));
  });
  return child;
}

async function stopServer(server: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await gone;
}
