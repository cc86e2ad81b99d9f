import "#server-only";

/** How nodes and models stand in `runs.computed`: a letter for what it is, then the node's title or the model's hash. */
export const timedPart = {
  node: (title: string) => `n:${title}`,
  model: (hash: string) => `m:${hash}`,
};

/** The hashes of models among the parts of a run. */
export function modelsIn(parts: readonly string[]): string[] {
  const prefix = timedPart.model("");
  return parts.flatMap((part) => (part.startsWith(prefix) ? [part.slice(prefix.length)] : []));
}
