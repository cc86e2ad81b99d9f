import { describeShape } from "../../graph/describe-type.ts";
import { NodeError } from "../../graph/node-runner.ts";
import type { TensorSignature, TensorValue } from "../../graph/values.ts";

/**
 * Compares what is fed with what the model declares, before the runtime does: its own message names neither both shapes
 * nor all the inputs.
 *
 * @throws NodeError "input-mismatch"
 */
export function checkFeeds(
  feeds: Readonly<Record<string, TensorValue>>,
  { inputs, name }: { inputs: readonly TensorSignature[]; name: string },
): void {
  const expected = inputs.map((input) => `${input.name}: ${input.dtype} ${describeShape(input.shape)}`).join(", ");
  const refuse = (what: string, port?: string) => {
    const message = `${what} The model "${name}" expects ${expected}.`;
    throw new NodeError("input-mismatch", message, port === undefined ? {} : { port });
  };
  for (const unknown of Object.keys(feeds)) {
    if (!inputs.some((input) => input.name === unknown)) refuse(`It has no input "${unknown}".`);
  }
  const symbols = new Map<string, number>();
  for (const input of inputs) {
    const feed = feeds[input.name];
    if (!feed) return refuse(`Nothing is given for "${input.name}".`, input.name);
    const given = `${feed.dtype} ${describeShape(feed.shape)}`;
    if (feed.dtype !== input.dtype || feed.shape.length !== input.shape.length) {
      refuse(`"${input.name}" gets ${given}.`, input.name);
    }
    if (feed.shape.some((size) => size === 0)) refuse(`"${input.name}" gets ${given}, which is empty.`, input.name);
    for (const [axis, wanted] of input.shape.entries()) {
      const size = feed.shape[axis]!;
      if (typeof wanted === "number" && wanted > 0 && wanted !== size)
        refuse(`"${input.name}" gets ${given}.`, input.name);
      if (typeof wanted !== "string") continue;
      const bound = symbols.get(wanted) ?? size;
      symbols.set(wanted, bound);
      if (bound !== size)
        refuse(`"${input.name}" gets ${given}, but "${wanted}" is ${bound} on another input.`, input.name);
    }
  }
}
