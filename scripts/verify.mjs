// npm run verify: the quick part of npm test, for daily work; under a minute.
import { ensureInstalled, ensureNode } from "./bootstrap.mjs";

await ensureNode();
await ensureInstalled();
const { runStages } = await import("./run-stages.mjs");
const { quickStages } = await import("./stages.mjs");
const { passed, failed } = await runStages(quickStages);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
