import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** All that what a node gives depends on besides its inputs and params; versions of libraries, ONNX Runtime among them, stand in the lock file. */
const sources = ["graph", "nodes", "server/executor", "server/images", "server/inference", "server/sandbox"];
const more = ["server/tables", "server/values"];
const lockFiles = ["package-lock.json", "package.json"];

let known: Promise<string> | undefined;

/**
 * SHA-256 over the program that runs the nodes, made once for each process: after an update, or an edit of a runner, no
 * result of the older program is found.
 */
export function programDigest(): Promise<string> {
  return (known ??= digestProgram());
}

async function digestProgram(): Promise<string> {
  const digest = createHash("sha256");
  for (const file of await programFiles()) {
    digest.update(`${file}\n`);
    digest.update(await readFile(path.join(root, file)));
  }
  return digest.digest("base64url");
}

async function programFiles(): Promise<string[]> {
  const folders = [...sources, ...more].map(async (folder) => {
    const names = await readdir(path.join(root, folder), { recursive: true });
    return names.map((name) => `${folder}/${name.replaceAll(path.sep, "/")}`);
  });
  const files = (await Promise.all(folders)).flat();
  const isSource = (file: string) => file.endsWith(".ts") && !/(\.test|-for-tests)\.ts$/.test(file);
  const [lock] = await existing(lockFiles);
  return [...files.filter(isSource), ...(lock ? [lock] : [])].sort();
}

async function existing(names: readonly string[]): Promise<string[]> {
  const there = await readdir(root);
  return names.filter((name) => there.includes(name));
}
