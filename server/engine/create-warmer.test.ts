import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { openModelStore } from "../inference/open-model-store.ts";
import { addOne } from "../inference/onnx/onnx-writer-for-tests.ts";
import { createWarmer } from "./create-warmer.ts";

const folder = mkdtempSync(path.join(tmpdir(), "patchbay-warm-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A model store over made-up hashes, each a model of some size. */
function lab({ budgetBytes = 1_000_000 } = {}) {
  const locate = async (hash: string) => {
    const file = path.join(folder, hash);
    writeFileSync(file, addOne({ producer: hash.startsWith("large") ? "x".repeat(900_000) : hash }));
    return file;
  };
  const models = openModelStore({ threads: 1, readModelPath: locate });
  const state = { isIdle: true };
  const warm = createWarmer({ models, locate, isIdle: () => state.isIdle, budgetBytes });
  const model = (hash: string) => ({ hash, name: hash, device: "cpu", isQuick: true });
  return { state, warm: (...hashes: string[]) => warm(hashes.map(model)), open: () => models.openSessions().sort() };
}

test("models are opened while nothing else is to do, and wait while something is", async () => {
  const { state, warm, open } = lab();
  state.isIdle = false;
  const warming = warm("a", "b");
  await sleep(250);
  const before = open();
  state.isIdle = true;
  await warming;

  expect(before).toEqual([]);
  expect(open()).toEqual(["cpu a", "cpu b"]);
});

test("one that does not fit into the room for them waits to be asked for, and does not keep others out", async () => {
  const { warm, open } = lab({ budgetBytes: 1_000_000 });

  await warm("large-1", "large-2", "small");

  expect(open()).toEqual(["cpu large-1", "cpu small"]);
});
