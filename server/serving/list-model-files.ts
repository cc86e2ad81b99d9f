import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { AppError } from "../app-error.ts";
import { servedName } from "./served-name.ts";

export type ModelFile = {
  name: string;
  version: string;
  path: string;
  /** Whether somebody named this very file, instead of a folder that it is in. */
  isNamed: boolean;
};

/**
 * The models of files and folders. Of a folder: its .onnx files, the model.onnx of each folder in it, and of such a
 * folder's folders that are called like a number, which are its versions. A model is named after its file, or after its
 * folder where the file is model.onnx. What has no versions is version 1.
 *
 * @param newest how many versions of a model are taken, from the highest
 * @throws AppError for a place that is not there or has none, and for two models of one name
 */
export function listModelFiles(places: readonly string[], { newest = 1 }: { newest?: number } = {}): ModelFile[] {
  const files = new Map<string, ModelFile>();
  for (const file of places.flatMap(filesOf)) {
    const id = `${file.name}/${file.version}`;
    const other = files.get(id);
    if (other && other.path !== file.path) {
      const message = `${other.path} and ${file.path} would both be called "${file.name}". Rename one of them.`;
      throw new AppError("BAD_REQUEST", message);
    }
    files.set(id, file);
  }
  const byName = Map.groupBy(files.values(), ({ name }) => name);
  return [...byName.values()]
    .flatMap((own) => own.toSorted((one, other) => Number(one.version) - Number(other.version)).slice(-newest))
    .toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

function filesOf(place: string): ModelFile[] {
  const full = path.resolve(place);
  const found = statSync(full, { throwIfNoEntry: false });
  if (!found) throw new AppError("NOT_FOUND", `There is no file or folder ${place}.`);
  if (!found.isDirectory()) {
    return [{ name: nameOf(full), version: "1", path: full, isNamed: true }];
  }
  const inside = readdirSync(full).flatMap((entry): ModelFile[] => {
    const child = path.join(full, entry);
    if (!isFolder(child)) {
      return entry.endsWith(".onnx") ? [{ name: nameOf(child), version: "1", path: child, isNamed: false }] : [];
    }
    const versions = versionsIn(child);
    return versions.length > 0 ? versions : modelIn(child, { name: folderName(child), version: "1" });
  });
  const own = versionsIn(full);
  const all = own.length > 0 ? own : inside;
  if (all.length > 0) return all;
  throw new AppError("NOT_FOUND", `The folder ${place} has no .onnx file, nor a folder with a model.onnx.`);
}

function versionsIn(folder: string): ModelFile[] {
  const name = folderName(folder);
  const numbers = readdirSync(folder).filter((entry) => /^[1-9]\d{0,14}$/.test(entry));
  return numbers.flatMap((version) => modelIn(path.join(folder, version), { name, version }));
}

function modelIn(folder: string, { name, version }: Pick<ModelFile, "name" | "version">): ModelFile[] {
  const file = path.join(folder, "model.onnx");
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? [{ name, version, path: file, isNamed: false }] : [];
}

function isFolder(entry: string): boolean {
  return statSync(entry, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const nameOf = (file: string): string => servedName(file, { extension: ".onnx", generic: "model" });
const folderName = (folder: string): string => nameOf(path.join(folder, "model.onnx"));
