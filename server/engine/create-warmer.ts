import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { ModelStore } from "../../graph/node-runner.ts";
import { sampleFeeds } from "../inference/sample-feeds.ts";
import type { WarmModel } from "./engine-pool-types.ts";

const LOOK_EVERY_MS = 100;

/**
 * Opens models ahead of their use, one after the other while nothing else is to do; quick ones with a first run, which is the
 * slowest. Each is opened once: one that has to make room for others later comes back when it is asked for.
 */
export function createWarmer({
  models,
  locate,
  isIdle,
  budgetBytes,
}: {
  models: ModelStore;
  locate: (hash: string) => Promise<string>;
  isIdle: () => boolean;
  /** Of the files of all that were opened ahead; those that do not fit wait to be asked for. */
  budgetBytes: number;
}): (wanted: readonly WarmModel[]) => Promise<void> {
  const begun = new Set<string>();
  let leftBytes = budgetBytes;
  let last = Promise.resolve();

  async function warm({ hash, name, device, isQuick }: WarmModel): Promise<void> {
    while (!isIdle()) await sleep(LOOK_EVERY_MS);
    const { size } = await stat(await locate(hash));
    if (size > leftBytes) return;
    leftBytes -= size;
    const opened = await models.open({ hash, name }, { device });
    const sample = isQuick && isIdle() ? sampleFeeds(opened.inputs) : null;
    if (sample) await opened.run(sample);
  }

  return (wanted) => {
    for (const model of wanted) {
      const key = `${model.hash} ${model.device}`;
      if (begun.has(key)) continue;
      begun.add(key);
      // What cannot be opened is told to whoever runs it.
      last = last.then(() => warm(model)).catch(() => {});
    }
    return last;
  };
}
