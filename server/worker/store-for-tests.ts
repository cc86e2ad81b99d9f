import type { ArtifactStore } from "../artifacts/artifact-store.ts";

/** Holds nothing: for workers whose runs leave no artifacts. */
export const storeForTests: ArtifactStore = {
  put: () => Promise.reject(new Error("This store takes nothing.")),
  has: async () => false,
  read: () => Promise.reject(new Error("This store is empty.")),
  stream: () => Promise.reject(new Error("This store is empty.")),
  localPath: () => Promise.reject(new Error("This store is empty.")),
  remove: async () => false,
  list: async function* () {},
};
