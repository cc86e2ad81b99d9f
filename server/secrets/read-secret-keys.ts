import "#server-only";
import { randomBytes } from "node:crypto";
import { readKeptSecret } from "../auth/installation-secret.ts";
import type { Env } from "../env.ts";
import { KEY_BYTES, secretKeyOf, type SecretKeys } from "./seal-secret.ts";

/**
 * The keys that seal the secrets of all workspaces: from the environment, or made on the first start and kept in the data
 * folder, readable by its owner only. Without them the stored secrets cannot be read: they are part of a backup.
 */
export function readSecretKeys({ secretKeys, dataDir }: Pick<Env, "secretKeys" | "dataDir">): SecretKeys {
  const [first, ...older] = secretKeys;
  if (first) return [secretKeyOf(first), ...older.map(secretKeyOf)];
  const kept = readKeptSecret(dataDir, {
    name: "secret-key",
    make: () => randomBytes(KEY_BYTES).toString("base64"),
    isUsable: (text) => Buffer.from(text, "base64").length === KEY_BYTES,
    remedy: "Restore it from a backup, or remove it: the stored secrets then have to be set again.",
  });
  return [secretKeyOf(Buffer.from(kept, "base64"))];
}
