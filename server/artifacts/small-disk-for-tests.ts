import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A file system of its own that is soon full. Null where this process may not mount one. */
export function mountSmallDisk(sizeMegabytes: number): { folder: string; unmount: () => void } | null {
  if (process.platform !== "linux") return null;
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-small-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${sizeMegabytes}m`, "tmpfs", folder];
  const { status } = spawnSync("mount", options, { stdio: "ignore" });
  if (status !== 0) rmSync(folder, { recursive: true });
  return status === 0 ? { folder, unmount: () => unmount(folder) } : null;
}

function unmount(folder: string): void {
  // Lazily: a process that is about to end may still hold a file.
  spawnSync("umount", ["-l", folder], { stdio: "ignore" });
  rmSync(folder, { recursive: true, force: true });
}
