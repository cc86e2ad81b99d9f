import type { InferredType } from "./infer-types.ts";
import type { GraphNode } from "./schema.ts";

/**
 * Which input each output of a bypassed node passes on: of those that something of the output's kind arrives at, the one
 * that is called as the output is, else the first. An output for which there is none gives nothing.
 */
export function passagesOf(
  node: GraphNode,
  {
    arriving,
    computed,
  }: { arriving: Readonly<Record<string, InferredType>>; computed: Readonly<Record<string, InferredType>> },
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(computed).flatMap(([output, { type }]) => {
      if (output === "error" && node.onError?.policy === "port") return [];
      const fits = Object.keys(arriving).filter((input) => isOfKind(arriving[input]!.type.kind, type.kind));
      const input = fits.includes(output) ? output : fits[0];
      return input === undefined ? [] : [[output, input]];
    }),
  );
}

function isOfKind(kind: string, wanted: string): boolean {
  return kind === wanted || kind === "any" || wanted === "any";
}
