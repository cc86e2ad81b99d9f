import { create } from "zustand";
import type { Refusal } from "../refusal.ts";
import { uploadModel } from "./upload-model.ts";

export type Upload = {
  id: number;
  name: string;
  sizeBytes: number;
  modelId: string | undefined;
  stop: () => void;
} & ({ status: "waiting" } | { status: "sending"; fraction: number } | { status: "refused"; refusal: Refusal });

/** Files on their way, and those that were refused until someone has read why. What was stored is in the list of models. */
export const useUploadsStore = create<{ uploads: Upload[] }>(() => ({ uploads: [] }));

let lastId = 0;
let queue: Promise<void> = Promise.resolve();

function change(id: number, next: Partial<Upload>) {
  useUploadsStore.setState(({ uploads }) => ({
    uploads: uploads.map((upload) => (upload.id === id ? ({ ...upload, ...next } as Upload) : upload)),
  }));
}

export function dismissUpload(id: number): void {
  useUploadsStore.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.id !== id) }));
}

/** Sends the files one after the other; `onStored` is told of each that the server took. */
export function startUploads(
  files: Iterable<File>,
  {
    modelId,
    onStored,
  }: { modelId?: string | undefined; onStored: (stored: { modelId: string; hash: string }) => void },
): void {
  for (const file of files) {
    const id = ++lastId;
    const stopper = new AbortController();
    const upload: Upload = {
      id,
      name: file.name,
      sizeBytes: file.size,
      modelId,
      status: "waiting",
      stop: () => {
        stopper.abort();
        dismissUpload(id);
      },
    };
    useUploadsStore.setState(({ uploads }) => ({ uploads: [...uploads, upload] }));
    queue = queue.then(async () => {
      if (stopper.signal.aborted) return;
      change(id, { status: "sending", fraction: 0 });
      const result = await uploadModel(file, {
        modelId,
        signal: stopper.signal,
        onProgress: (fraction) => change(id, { status: "sending", fraction }),
      });
      if (result.kind === "refused") return change(id, { status: "refused", refusal: result.refusal });
      dismissUpload(id);
      if (result.kind === "stored") onStored(result);
    });
  }
}
