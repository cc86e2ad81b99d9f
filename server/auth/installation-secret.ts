import { randomBytes, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The secret of this installation, made on its first start and readable by its owner only. Without it sessions end: it is
 * part of a backup.
 */
export function readInstallationSecret(dataDir: string): string {
  return readKeptSecret(dataDir, {
    name: "secret",
    make: () => randomBytes(32).toString("base64url"),
    isUsable: (text) => text.length >= 32,
    remedy: "Restore it from a backup, or remove it: everyone then signs in again.",
  });
}

type KeptSecret = {
  /** Of the file. */
  name: string;
  make: () => string;
  isUsable: (text: string) => boolean;
  /** What a person can do about a file that is not usable. */
  remedy: string;
};

/** A text of the data folder that only its owner may read, made where there is none. @throws Error for one that is not usable */
export function readKeptSecret(dataDir: string, kept: KeptSecret): string {
  const file = join(dataDir, kept.name);
  mkdirSync(dataDir, { recursive: true });
  return read(file, kept) ?? create(file, kept);
}

function read(file: string, { isUsable, remedy }: KeptSecret): string | null {
  try {
    const secret = readFileSync(file, "utf8").trim();
    if (isUsable(secret)) return secret;
    throw new Error(`${file} holds no usable secret. ${remedy}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Written aside and linked into place: of two processes that start together both end up with the first one's. */
function create(file: string, kept: KeptSecret): string {
  const aside = `${file}.${randomUUID()}`;
  writeFileSync(aside, kept.make(), { mode: 0o600, flag: "wx" });
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  return read(file, kept)!;
}
