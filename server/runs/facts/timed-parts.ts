import "#server-only";

/** How nodes and models stand in `runs.computed`: a letter for what it is, then the node's title or the model's hash. */
export const timedPart = {
  node: (title: string) => `n:${title}`,
  model: (hash: string) => `m:${hash}`,
};
