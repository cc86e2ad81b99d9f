import { createHash, timingSafeEqual } from "node:crypto";
import type { EndpointDirectory } from "./endpoint-directory.ts";
import { ServingError } from "./serving-error.ts";

export type KeyRole = "infer" | "admin";
export type ServingKey = { hash: Buffer; role: KeyRole };

/** Who asks, and what there is for them. */
export type Caller = {
  directory: EndpointDirectory;
  /** Whether they may have something computed; reading what there is is always allowed. */
  mayInfer: boolean;
  /** Whether they may load and unload. */
  mayChange: boolean;
  /** Id of an API key; null where those who ask have none of their own. */
  keyId: string | null;
};

/** @throws ServingError 401 */
export type KeyCheck = (authorization: string | undefined) => Caller | Promise<Caller>;

/**
 * The keys of a file: a line each with the SHA-256 of a key in hexadecimal digits, behind it its role, "infer" unless it
 * is "admin", and whatever helps to remember it. Empty lines and what follows a # are left out.
 *
 * @throws Error naming the line that is none
 */
export function readServingKeys(text: string): ServingKey[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const [hash = "", role = "infer"] = line.replace(/#.*$/, "").trim().split(/\s+/);
    if (hash === "") return [];
    if (!/^[0-9a-f]{64}$/i.test(hash)) {
      throw new Error(`Line ${index + 1} does not begin with the 64 hexadecimal digits of a SHA-256.`);
    }
    if (role !== "infer" && role !== "admin") {
      throw new Error(`Line ${index + 1} has the role ${JSON.stringify(role)}; there is "infer" and "admin".`);
    }
    return [{ hash: Buffer.from(hash, "hex"), role }];
  });
}

/**
 * Compares with each key in constant time, so that how long it takes says nothing of any of them. Without keys everyone may
 * ask, and whoever started the server says whether they may load and unload.
 */
export function createKeyCheck(
  keys: (() => readonly ServingKey[]) | null,
  { isOpenToChange, directory }: { isOpenToChange: boolean; directory: EndpointDirectory },
): KeyCheck {
  const everyone = { directory, mayInfer: true, keyId: null };
  if (keys === null) return () => ({ ...everyone, mayChange: isOpenToChange });
  return (authorization) => {
    const given = requireBearer(authorization);
    const hash = createHash("sha256").update(given).digest();
    let found: ServingKey | null = null;
    for (const key of keys()) if (timingSafeEqual(key.hash, hash)) found = key;
    if (!found) throw new ServingError(401, "The key is not one of this server. Ask whoever runs it for one.");
    return { ...everyone, mayChange: found.role === "admin" };
  };
}

/** The key of the header, which gRPC has as metadata. @throws ServingError 401 */
export function requireBearer(authorization: string | undefined): string {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (given !== undefined) return given;
  throw new ServingError(401, 'This server wants a key: send the header "Authorization: Bearer <key>".');
}

/** Whoever asks, without a key, whether the server lives. */
export function passerBy({ directory }: { directory: EndpointDirectory }): Caller {
  return { directory, mayInfer: false, mayChange: false, keyId: null };
}

/** @throws ServingError 403 */
export function requireMayInfer({ mayInfer }: Caller): void {
  if (mayInfer) return;
  throw new ServingError(403, "This API key may read, but not run. Use one that may run deployments.");
}

/** @throws ServingError 403 */
export function requireAdmin({ mayChange }: Caller): void {
  if (mayChange) return;
  const message =
    "Loading and unloading takes an admin key, or a server that only this machine reaches, started with --allow-repository.";
  throw new ServingError(403, message);
}
