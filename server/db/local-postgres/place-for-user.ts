import { createHash, randomUUID } from "node:crypto";
import { cpSync, existsSync, lstatSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Binaries, executable } from "./find-binaries.ts";
import { run } from "./run.ts";
import { canEnter, type RunAs } from "./unprivileged-user.ts";

/** World-readable and kept over restarts, unlike /tmp. */
const SHARED_DIR = "/var/tmp";

/**
 * The folder of programs that the user can run. A checkout below a closed home (such as /root) cannot be entered by the
 * user that root runs Postgres as, so the programs are then copied, once per version.
 */
export async function placeBinaries({ binDir }: Binaries, user: RunAs): Promise<string> {
  if (await canEnter(user, executable(binDir, "postgres"))) return binDir;
  const { stdout } = await run(executable(binDir, "postgres"), ["--version"]);
  const copy = join(SHARED_DIR, `patchbay-${stdout.trim().replace(/[^\w.]+/g, "-")}`);
  if (!existsSync(join(copy, "bin", "postgres"))) {
    // Copied aside and renamed, so that a half copy is never used.
    const aside = `${copy}-${randomUUID()}`;
    cpSync(join(binDir, ".."), aside, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(aside, copy);
    } catch (error) {
      rmSync(aside, { recursive: true, force: true });
      if (!existsSync(join(copy, "bin", "postgres"))) throw error; // else another start was quicker
    }
  }
  requireOwn(copy);
  return join(copy, "bin");
}

/** The folder below which the cluster lies: `dataDir`, or one outside when the user cannot enter that. */
export async function placeCluster(dataDir: string, user: RunAs): Promise<string> {
  if (await canEnter(user, dataDir)) return dataDir;
  const id = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  const outside = join(SHARED_DIR, `patchbay-data-${id}`);
  if (existsSync(outside)) requireOwn(outside);
  return outside;
}

/** Anyone may write to the shared folder: what lies there under our name must be ours before it is trusted. */
function requireOwn(path: string): void {
  const { uid, mode } = lstatSync(path);
  if (uid === process.getuid?.() && (mode & 0o022) === 0) return;
  throw new Error(`${path} was made by another user or can be written by others. Remove it and start again.`);
}
