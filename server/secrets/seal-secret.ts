import "#server-only";
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

const IV_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

export type SecretKey = {
  /** Says which key sealed a secret, without telling anything of the key. */
  id: string;
  bytes: Buffer;
};
/** The first seals; all of them open. */
export type SecretKeys = readonly [SecretKey, ...SecretKey[]];

export type SealedSecret = {
  keyId: string;
  /** Base64 of nonce, tag and ciphertext, in this order. */
  sealed: string;
};

/** What a sealed value belongs to. One that was copied to another workspace or name does not open. */
export type SecretPlace = { workspaceId: string; name: string };

export function secretKeyOf(bytes: Buffer): SecretKey {
  return { id: createHash("sha256").update("patchbay secret key\0").update(bytes).digest("hex").slice(0, 12), bytes };
}

/** AES-256-GCM with a nonce of its own for each call. */
export function sealSecret([key]: SecretKeys, place: SecretPlace, value: string): SealedSecret {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv, { authTagLength: TAG_BYTES }).setAAD(boundTo(place));
  const text = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  return { keyId: key.id, sealed: Buffer.concat([iv, cipher.getAuthTag(), text]).toString("base64") };
}

/** The value, or null where none of the keys sealed it, or where it was changed or moved since. */
export function openSecret(keys: SecretKeys, place: SecretPlace, { keyId, sealed }: SealedSecret): string | null {
  const key = keys.find(({ id }) => id === keyId);
  if (!key) return null;
  const bytes = Buffer.from(sealed, "base64");
  const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
  try {
    const decipher = createDecipheriv("aes-256-gcm", key.bytes, iv, { authTagLength: TAG_BYTES })
      .setAAD(boundTo(place))
      .setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

function boundTo({ workspaceId, name }: SecretPlace): Buffer {
  return Buffer.from(`secrets|${workspaceId}|${name}`, "utf8");
}
