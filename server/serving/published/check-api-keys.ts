import "#server-only";
import type { Database } from "../../db/client.ts";
import { findApiKey } from "../../keys/find-api-key.ts";
import { createEndpointDirectory } from "../endpoint-directory.ts";
import { ServingError } from "../serving-error.ts";
import { requireBearer } from "../serving-keys.ts";
import type { KeyCheck } from "../serving-keys.ts";
import type { Published } from "./follow-published.ts";

/** API keys of the database. The key says which workspace is meant, and so which names there are. */
export function createApiKeyCheck(database: Database, published: Published): KeyCheck {
  const find = lookTogether((key) => findApiKey(database, key));
  return async (authorization) => {
    const key = await find(requireBearer(authorization)).catch((error: unknown) => {
      const message = "The key cannot be looked up at this moment, because the database does not answer. Try again.";
      throw new ServingError(503, message, { cause: error });
    });
    if (!key) throw new ServingError(401, "This API key is unknown, expired or revoked.");
    const directory = createEndpointDirectory([published.sourceFor(key)]);
    return { directory, mayInfer: key.mayRun, mayChange: true, keyId: key.id };
  };
}

/**
 * Each request is answered by a look that began after it came, so that a key that is revoked opens nothing from then on;
 * those that come during one look share the next, so that many requests are few looks.
 */
export function lookTogether<T>(look: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const looks = new Map<string, { now: Promise<T>; next: Promise<T> | null }>();

  function begin(key: string): Promise<T> {
    const entry: { now: Promise<T>; next: Promise<T> | null } = { now: look(key), next: null };
    looks.set(key, entry);
    const end = () => {
      if (looks.get(key) === entry && entry.next === null) looks.delete(key);
    };
    entry.now.then(end, end);
    return entry.now;
  }

  return (key) => {
    const entry = looks.get(key);
    if (!entry) return begin(key);
    const after = () => begin(key);
    return (entry.next ??= entry.now.then(after, after));
  };
}
