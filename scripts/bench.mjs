// npm run bench: measures the budgets against their controls and writes bench/results.md.
import { ensureInstalled, ensureNode } from "./bootstrap.mjs";

await ensureNode();
await ensureInstalled();
await import("../bench/main.ts");
