// npm test: every check there is, with all its set-up, on a bare machine. Ends with "N passed, N failed".
import { availableParallelism } from "node:os";
import { ensureInstalled, ensureNode } from "./bootstrap.mjs";

await ensureNode();
await ensureInstalled();
const { ensureChromium } = await import("./find-chromium.mjs");
const { runStages } = await import("./run-stages.mjs");
const { quickStages, slowStages } = await import("./stages.mjs");

const startedAt = performance.now();
const chromium = await ensureChromium();
if (chromium) process.env.PLAYWRIGHT_CHROMIUM_PATH = chromium;
const quick = await runStages(quickStages);
const slow = await runStages(slowStages, { width: availableParallelism() >= 4 ? 2 : 1 });
const [passed, failed] = [quick.passed + slow.passed, quick.failed + slow.failed];
if (quick.failures.length + slow.failures.length > 0) {
  // Once more in brief: the end is all that remains of a long log.
  console.log(["", "Failed:", ...quick.failures, ...slow.failures, ""].join("\n"));
}
console.log(`Took ${Math.round((performance.now() - startedAt) / 1000)} s.`);
console.log(`${passed} passed, ${failed + (chromium ? 0 : 1)} failed`);
process.exit(failed > 0 || !chromium ? 1 : 0);
