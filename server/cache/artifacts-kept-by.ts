import type { ArtifactRef } from "../../graph/recorded-values.ts";
import { artifactsOf } from "../worker/artifacts-of.ts";
import type { CacheEntry } from "./cache-store.ts";

/** Every artifact that a kept result points to, thumbnails included. */
export function artifactsKeptBy({ result }: Pick<CacheEntry, "result">): ArtifactRef[] {
  return artifactsOf(result);
}
