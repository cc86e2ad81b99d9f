import "#server-only";
import type { FoundKey } from "../../keys/find-api-key.ts";
import { createEndpointDirectory } from "../endpoint-directory.ts";
import { ServingError } from "../serving-error.ts";
import { requireBearer } from "../serving-keys.ts";
import type { KeyCheck } from "../serving-keys.ts";
import type { Published } from "./follow-published.ts";
import type { RememberedKeys } from "./remember-keys.ts";

/** API keys of the database. The key says which workspace is meant, and so which names there are. */
export function createApiKeyCheck(keys: RememberedKeys<FoundKey>, published: Published): KeyCheck {
  return async (authorization) => {
    const key = await keys.find(requireBearer(authorization)).catch((error: unknown) => {
      const message = "The key cannot be looked up at this moment, because the database does not answer. Try again.";
      throw new ServingError(503, message, { cause: error });
    });
    if (!key) throw new ServingError(401, "This API key is unknown, expired or revoked.");
    if (!published.isReady()) {
      // Not 404: a client would take a model that is there for one that was removed.
      throw new ServingError(503, "What is published is not read yet, because the worker has just started. Try again.");
    }
    const directory = createEndpointDirectory([published.sourceFor(key)]);
    return { directory, mayInfer: key.mayRun, mayChange: true, keyId: key.id };
  };
}
