import { createHash, randomBytes } from "node:crypto";

const PREFIX_BYTES = 9; // 12 characters
const SECRET_BYTES = 32;

export const keyForm = /^(pb_[A-Za-z0-9_-]{12})_[A-Za-z0-9_-]{43}$/;

/** A new key: a public part by which it is found, and 32 random bytes. */
export function makeKey(): { key: string; prefix: string; hash: string } {
  const prefix = `pb_${randomBytes(PREFIX_BYTES).toString("base64url")}`;
  const key = `${prefix}_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  return { key, prefix, hash: hashKey(key) };
}

/** SHA-256: of 32 random bytes nothing slower is needed, and each request computes it. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
