import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { ModelStore } from "../../graph/node-runner.ts";
import { type ModelStoreOptions, openModelStore } from "./open-model-store.ts";

export type ProfiledModels = Pick<ModelStore, "open"> & {
  /** Closes the sessions, which is when ONNX Runtime finishes its profiles, and gives their texts. */
  close: () => Promise<string[]>;
};

/** Sessions of their own, whose operators are timed. `dir` is where the profiles lie meanwhile. */
export async function openProfiledModels(
  options: Omit<ModelStoreOptions, "budgetBytes" | "profilePrefix">,
  dir: string,
): Promise<ProfiledModels> {
  const folder = await mkdtemp(path.join(dir, "profile-"));
  // None makes room for another: a session that left and came back would begin a second profile.
  const store = openModelStore({ ...options, budgetBytes: Infinity, profilePrefix: path.join(folder, "model") });
  return {
    open: store.open,
    close: async () => {
      try {
        await store.close();
        const names = (await readdir(folder)).toSorted();
        return await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
