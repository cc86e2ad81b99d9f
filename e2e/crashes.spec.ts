import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";
import { killDatabase, killEngines, killWeb, killWorker } from "./server-processes.ts";
import { slowCount } from "./workflow-files.ts";

test.skip(process.platform !== "linux", "finds the processes in /proc");

for (const { what, kill, attempt } of [
  { what: "engine", kill: killEngines, attempt: /Attempt2/ },
  { what: "worker", kill: killWorker, attempt: /Attempt2/ },
  // The page connects to the next one, and reads from the last event that it has.
  { what: "web server", kill: killWeb, attempt: /Attempt1/ },
  // The engine may get through it without noticing.
  { what: "database", kill: killDatabase, attempt: /Attempt[12]/ },
]) {
  test(`a run whose ${what} is killed goes on by itself and ends once`, async ({ editor, runs, page }) => {
    await editor.openFile(slowCount(`Loses its ${what}`, { items: 40, itemMs: 50 }));
    await editor.run();
    await expect(editor.node("Add one slowly")).toContainText(/\d+ of 40/);

    kill();

    await editor.isDone("Sums", { timeout: 60_000 });
    await expect(editor.runStrip).toContainText("Done");

    await runs.open();
    await expect(page.getByRole("row").filter({ hasText: `Loses its ${what}` })).toHaveCount(1);
    await runs.openNewest();
    await expect(runs.output("sums")).toContainText("×40");
    await page.getByRole("tab", { name: "About" }).click();
    await expect(page.getByRole("region", { name: "Values of the run" })).toContainText(attempt);
  });
}
