import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { compressStatic } from "./compress-static.ts";
import { wrapModulesIn } from "./wrap-modules.ts";

/** What the pages are built from. Templates are read at run time, so they do not count. */
const sources = ["app", "components", "graph", "nodes", "server", "public"];
const files = ["package-lock.json", "next.config.ts", "postcss.config.mjs", "tsconfig.json", "instrumentation.ts"];
const markerOf = (root: string) => path.join(root, ".next", "patchbay-sources");

/** Whether the pages have to be built again: never built, or their sources have changed since. */
export function isBuildStale(root: string): boolean {
  const isBuilt = existsSync(path.join(root, ".next", "BUILD_ID")) && existsSync(markerOf(root));
  return !isBuilt || readFileSync(markerOf(root), "utf8") !== fingerprint(root);
}

/** What is left to do after `next build`. */
export async function finishBuild(root: string): Promise<void> {
  await wrapModulesIn(path.join(root, ".next", "static"));
  await compressStatic(path.join(root, ".next", "static"));
  writeFileSync(markerOf(root), fingerprint(root));
}

/** By name, size and content of each source; about 20 ms for the whole tree. */
function fingerprint(root: string): string {
  const hash = createHash("sha256");
  const add = (file: string) => {
    if (!existsSync(file)) return;
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  };
  const walk = (folder: string) => {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).sort()) {
      const full = path.join(folder, name);
      if (statSync(full).isDirectory()) walk(full);
      else if (!/\.test\.tsx?$/.test(name)) add(full);
    }
  };
  for (const folder of sources) walk(path.join(root, folder));
  for (const file of files) add(path.join(root, file));
  return hash.digest("hex");
}
