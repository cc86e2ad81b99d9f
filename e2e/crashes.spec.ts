import { expect } from "@playwright/test";
import { test } from "./fixtures.ts";
import { killDatabase, killEngines, killWeb, killWorker } from "./server-processes.ts";
import { asksFor, openHeldService, type ServiceHeld } from "./service-held.ts";

test.skip(process.platform !== "linux", "finds the processes in /proc");

let service: ServiceHeld;
test.beforeEach(async () => {
  service = await openHeldService();
});
test.afterEach(() => service.close());

for (const { what, kill, attempt } of [
  { what: "engine", kill: killEngines, attempt: /Attempt2/ },
  { what: "worker", kill: killWorker, attempt: /Attempt2/ },
  // The page connects to the next one, and reads from the last event that it has.
  { what: "web server", kill: killWeb, attempt: /Attempt1/ },
  // The engine may get through it without noticing.
  { what: "database", kill: killDatabase, attempt: /Attempt[12]/ },
]) {
  test(`a run whose ${what} is killed goes on by itself and ends once`, async ({ editor, runs, page }) => {
    await editor.openFile(asksFor(`Loses its ${what}`, 40));
    await editor.run();
    await expect(editor.node("Ask for each")).toContainText(/\d+ of 40/);

    kill();
    service.letGo();

    await editor.isDone("Answers");
    await expect(editor.runStrip).toContainText("Done");

    await runs.open();
    await expect(page.getByRole("row").filter({ hasText: `Loses its ${what}` })).toHaveCount(1);
    await runs.openNewest();
    await expect(runs.output("answers")).toContainText("×40");
    await page.getByRole("tab", { name: "About" }).click();
    await expect(page.getByRole("region", { name: "Values of the run" })).toContainText(attempt);
  });
}
