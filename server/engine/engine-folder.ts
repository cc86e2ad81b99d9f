import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const NAME = /^patchbay-engine-(\d+)-\w+$/;

/** A folder for one engine, named after the worker's process, which removes it again: unless it is killed itself. */
export function makeEngineFolder(): string {
  removeLeftFolders();
  return realpathSync(mkdtempSync(path.join(tmpdir(), `patchbay-engine-${process.pid}-`)));
}

/**
 * JavaScript in the engine may read files (models, its own code) and write its own folder; it starts no process. Native code
 * is not bound by this, but what people write in nodes and files reaches JavaScript first.
 */
export function confinement(folder: string): string[] {
  return [
    "--permission",
    "--allow-addons",
    "--allow-worker",
    "--allow-fs-read=*",
    `--allow-fs-write=${folder}`,
    "--disable-proto=delete",
    "--disable-warning=SecurityWarning", // says at each start what the flags above say
  ];
}

function removeLeftFolders() {
  for (const name of readdirSync(tmpdir())) {
    const worker = NAME.exec(name)?.[1];
    if (worker === undefined || isAlive(Number(worker))) continue;
    try {
      rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's, or one that another worker removes just now.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
