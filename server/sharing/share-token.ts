import { createHash, randomBytes } from "node:crypto";

const TOKEN_BYTES = 32;

export const shareTokenForm = /^[A-Za-z0-9_-]{43}$/;

/** 32 random bytes: nobody guesses them, so tries are not counted. */
export function makeShareToken(): { token: string; hash: string } {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  return { token, hash: hashShareToken(token) };
}

/** What is stored and looked up. How long a look-up takes tells of the hash, from which no token follows. */
export function hashShareToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
