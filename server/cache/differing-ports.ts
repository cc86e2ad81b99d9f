import type { CacheEntry } from "./cache-store.ts";
import { digestFlow } from "./digest-flow.ts";

/** The output ports at which a step now gives something else than what is kept of it. */
export function differingPorts({ result }: CacheEntry, digests: Readonly<Record<string, string>>): string[] {
  const ports = new Set([...Object.keys(result.outputs), ...Object.keys(digests)]);
  return [...ports].filter((port) => {
    const kept = result.outputs[port];
    return kept === undefined || digestFlow(kept) !== digests[port];
  });
}
