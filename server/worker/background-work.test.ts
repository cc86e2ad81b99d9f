import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { startBackgroundWork } from "./background-work.ts";

/** Work that goes on until it is let go, and how often it began. */
function createWork() {
  const begun: PromiseWithResolvers<void>[] = [];
  const log: string[] = [];
  const work = () => {
    begun.push(Promise.withResolvers<void>());
    return begun.at(-1)!.promise;
  };
  const start = (everyMs = 60_000) =>
    startBackgroundWork({ everyMs, work, failed: "It failed", onLog: (message) => log.push(message) });
  return { begun, log, start };
}

test("it is done at once, and once more however often it is woken meanwhile", async () => {
  const { begun, start } = createWork();
  const { wake, stop } = start();
  expect(begun).toHaveLength(1);
  wake();
  wake();
  expect(begun).toHaveLength(1);

  begun[0]!.resolve();
  await vi.waitFor(() => expect(begun).toHaveLength(2), { timeout: 60_000 });
  begun[1]!.resolve();
  await sleep(20);
  expect(begun).toHaveLength(2);

  wake();
  expect(begun).toHaveLength(3);
  begun[2]!.resolve();
  await stop();
});

test("it is done again after a time, also after it failed, which is logged", async () => {
  const { begun, log, start } = createWork();
  const { stop } = start(5);
  begun[0]!.reject(new Error("for once"));

  await vi.waitFor(() => expect(begun.length).toBeGreaterThan(1), { timeout: 60_000 });

  expect(log).toEqual(["It failed: for once"]);
  begun.at(-1)!.resolve();
  await stop();
});

test("stopping waits for what is under way, tells it, and begins nothing more", async () => {
  let signal: AbortSignal | undefined;
  const under = Promise.withResolvers<void>();
  const work = vi.fn<(given: AbortSignal) => Promise<void>>((given) => {
    signal = given;
    return under.promise;
  });
  const { wake, stop } = startBackgroundWork({ everyMs: 5, work, failed: "It failed", onLog: () => {} });
  wake();
  const stopped = stop();
  let isStopped = false;
  void stopped.then(() => (isStopped = true));
  await sleep(20);
  expect([signal!.aborted, isStopped]).toEqual([true, false]);

  under.resolve();
  await stopped;
  wake();
  await sleep(20);

  expect(work).toHaveBeenCalledOnce();
});
