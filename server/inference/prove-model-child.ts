import { type BatchingVerdict, ruleOutBatching } from "../../graph/batching-verdict.ts";
import { watchParent } from "../engine/watch-parent.ts";
import { openModelStore } from "./open-model-store.ts";
import { sampleFeeds } from "./sample-feeds.ts";

/** Slower ones gain nothing by being computed together, and trying would take long: an engine decides. */
const SLOWEST_MS = 250;

/** Child process of `proveModel`: prints as JSON what it finds of the model of its first argument. */
watchParent();
const [path = ""] = process.argv.slice(2);
const model = { hash: path, name: "model" };
const verdicts = new Map<string, BatchingVerdict>();
const store = openModelStore({ threads: 1, readModelPath: async () => path, verdicts });

async function prove(): Promise<BatchingVerdict | null> {
  const opened = await store.open(model);
  const ruledOut = ruleOutBatching(opened);
  const sample = ruledOut ? null : sampleFeeds(opened.inputs);
  if (!sample) return ruledOut;
  await opened.run(sample); // the first is the slowest
  const from = performance.now();
  await opened.run(sample);
  if (performance.now() - from > SLOWEST_MS) return null;
  await store.keepReady(model);
  return verdicts.get(model.hash) ?? null;
}

// What does not load, or not run on what was made up, is left to those who have real inputs.
console.log(JSON.stringify(await prove().catch(() => null)));
await store.close();
