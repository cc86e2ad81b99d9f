import "#server-only";
import type { ArtifactStore } from "./artifacts/artifact-store.ts";
import type { Auth } from "./auth/create-auth.ts";
import type { SignedIn } from "./auth/signed-in.ts";
import type { Database } from "./db/client.ts";
import type { Env } from "./env.ts";
import type { PresenceHub } from "./presence/presence-hub.ts";
import type { RunServices } from "./runs/run-services.ts";
import type { SecretKeys } from "./secrets/seal-secret.ts";
import type { ValueReader } from "./values/reader/value-reader.ts";

/** What one web process holds: opened once, shared by all requests. */
export type WebServices = {
  env: Env;
  /** Sees every workspace; only what comes before a workspace is known uses it. */
  database: Database;
  auth: Auth;
  artifacts: ArtifactStore;
  runServices: RunServices;
  presence: PresenceHub;
  secretKeys: SecretKeys;
  valueReader: ValueReader;
  /** Null without a valid session, and at once after the account or its membership is gone. */
  findSignedIn: (headers: Headers) => Promise<SignedIn | null>;
  /** True until the first account exists: the next visitor becomes the owner. */
  needsOwner: () => Promise<boolean>;
};
