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
  return requireOwnNames([...new Set(places.flatMap(filesOf))].map((file) => readModel(file)));
}

/** In the order of their names. @throws AppError naming two files of one name */
export function requireOwnNames<Named extends { name: string; path: string }>(found: readonly Named[]): Named[] {
  const byName = new Map<string, Named>();
  for (const one of found) {
    const other = byName.get(one.name);
    if (other) {
      const message = `${other.path} and ${one.path} would both be called "${one.name}". Rename one of them.`;
      throw new AppError("BAD_REQUEST", message);
    }
    byName.set(one.name, one);
  }
  return [...byName.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** What is neither letter, digit, ".", "_" nor "-" becomes "-". A file called `generic` is named after its folder. */
export function servedName(file: string, { extension, generic }: { extension: string; generic: string }): string {
  const base = path.basename(file, extension);
  return (base === generic ? path.basename(path.dirname(file)) : base).replaceAll(/[^\w.-]+/g, "-");
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
  const name = servedName(file, { extension: ".onnx", generic: "model" });
  try {
    const bytes = readFileSync(file);
    const { inputs, outputs } = readOnnx(bytes);
    return {
      type: "model",
      name,
      version: "1",
      path: file,
      hash: createHash("sha256").update(bytes).digest("hex"),
      inputs,
      outputs,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, `${file}: ${error.message}`, { cause: error });
  }
}
