"use client";
import { lazyViewer } from "./lazy-viewer";
import { FirstRows } from "./table-rows";

/*
 * What shows all of a value, in a panel or in large. Most openings of a page show none of these, so their code comes when it
 * is needed; those that are used together come together. What nodes show is small and always there, as are texts and numbers.
 */
const onPictures = () => import("./viewers-on-pictures.ts");
const ofNumbers = () => import("./viewers-of-numbers.ts");

export const CloseImage = lazyViewer({ label: "picture", load: async () => (await onPictures()).CloseImage });
export const CloseDetections = lazyViewer({ label: "objects", load: async () => (await onPictures()).CloseDetections });
export const CloseMask = lazyViewer({ label: "mask", load: async () => (await onPictures()).CloseMask });
export const CloseKeypoints = lazyViewer({ label: "points", load: async () => (await onPictures()).CloseKeypoints });

export const CloseTensor = lazyViewer({ label: "values", load: async () => (await ofNumbers()).CloseTensor });
export const CloseEmbedding = lazyViewer({ label: "vector", load: async () => (await ofNumbers()).CloseEmbedding });

export const CloseTable = lazyViewer({
  label: "table",
  load: async () => (await import("./close-table.tsx")).CloseTable,
  Fallback: FirstRows,
});
export const CloseAudio = lazyViewer({
  label: "sound",
  load: async () => (await import("./close-audio.tsx")).CloseAudio,
});
export const CloseList = lazyViewer({
  label: "list",
  load: async () => (await import("./close-list.tsx")).CloseList,
});
export const JsonValue = lazyViewer({
  label: "JSON",
  load: async () => (await import("./json-value.tsx")).JsonValue,
});
export const TextDiff = lazyViewer({
  label: "differences",
  load: async () => (await import("./text-diff.tsx")).TextDiff,
});
