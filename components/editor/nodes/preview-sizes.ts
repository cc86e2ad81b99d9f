import { create } from "zustand";
import { persist } from "zustand/middleware";

/** How a node shows its value: not at all, or without a limit to its height; else as its card has room. */
export type PreviewSize = "folded" | "large";

type PreviewSizes = {
  /** By node. Ids are random, so one that is gone means nothing elsewhere. */
  sizes: Readonly<Record<string, PreviewSize>>;
};

/** How a person wants to see the values on nodes, kept in this browser: it is no part of the workflow. */
const usePreviewSizes = create<PreviewSizes>()(
  persist(() => ({ sizes: {} }) as PreviewSizes, { name: "patchbay.previews" }),
);

export function usePreviewSize(nodeId: string): PreviewSize | undefined {
  return usePreviewSizes(({ sizes }) => sizes[nodeId]);
}

/** Gives all of the nodes this size, or back their own where all have it. */
export function togglePreviewSize(nodeIds: readonly string[], size: PreviewSize): void {
  usePreviewSizes.setState(({ sizes }) => {
    const next = { ...sizes };
    const isBack = nodeIds.every((id) => sizes[id] === size);
    for (const id of nodeIds) {
      if (isBack) delete next[id];
      else next[id] = size;
    }
    return { sizes: next };
  });
}
