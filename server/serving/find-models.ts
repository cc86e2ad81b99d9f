import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { AppError } from "../app-error.ts";
import { readOnnx } from "../inference/read-onnx.ts";
import type { ServedModel } from "./served-model.ts";

/**
 * The models of files and folders. Of a folder: its .onnx files, and the model.onnx of each folder in it. A model is named
 * after its file, or after its folder where the file is model.onnx.
 *
 * @throws AppError naming the file that cannot be served
 */
export function findModels(places: readonly string[]): ServedModel[] {
  const models = new Map<string, ServedModel>();
  for (const file of new Set(places.flatMap(filesOf))) {
    const model = readModel(file);
    const other = models.get(model.name);
    if (other) {
      const message = `${other.path} and ${file} would both be called "${model.name}". Rename one of them.`;
      throw new AppError("BAD_REQUEST", message);
    }
    models.set(model.name, model);
  }
  return [...models.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function filesOf(place: string): string[] {
  const full = path.resolve(place);
  const found = statSync(full, { throwIfNoEntry: false });
  if (!found) throw new AppError("NOT_FOUND", `There is no file or folder ${place}.`);
  if (!found.isDirectory()) return [full];
  const files = readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
    const inside = path.join(full, entry.name);
    if (entry.name.endsWith(".onnx")) return [inside];
    const nested = path.join(inside, "model.onnx");
    return entry.isDirectory() && existsSync(nested) ? [nested] : [];
  });
  if (files.length > 0) return files;
  throw new AppError("NOT_FOUND", `The folder ${place} has no .onnx file, nor a folder with a model.onnx.`);
}

function readModel(file: string): ServedModel {
  const base = path.basename(file, ".onnx");
  const given = base === "model" ? path.basename(path.dirname(file)) : base;
  const name = given.replaceAll(/[^\w.-]+/g, "-");
  try {
    const bytes = readFileSync(file);
    const { inputs, outputs } = readOnnx(bytes);
    return { name, path: file, hash: createHash("sha256").update(bytes).digest("hex"), inputs, outputs };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${file}: ${error.message}`, { cause: error });
  }
}
