import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { AppError } from "../app-error.ts";
import { readOnnx } from "../inference/read-onnx.ts";
import type { ModelFile } from "./list-model-files.ts";
import type { ServedModel } from "./served-model.ts";

/** A model file with its content hash. `refusal` is what our reader has against it; null where nothing. */
export type ReadModel = ServedModel & { refusal: string | null };

/** @throws AppError when there is no such file any more */
export async function readServedModel({ name, version, path }: ModelFile): Promise<ReadModel> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new AppError("NOT_FOUND", `${path} cannot be read: ${error.message}.`, { cause: error });
  });
  const hash = createHash("sha256").update(bytes).digest("hex");
  try {
    const { inputs, outputs } = readOnnx(bytes);
    return { type: "model", name, version, path, hash, inputs, outputs, refusal: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { type: "model", name, version, path, hash, inputs: [], outputs: [], refusal: `${path}: ${error.message}` };
  }
}
