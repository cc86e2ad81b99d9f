import { elementArrays } from "../../graph/tensor-elements.ts";
import { describeShape } from "../../graph/describe-type.ts";
import type { Dtype } from "../../graph/kinds.ts";
import { NodeError } from "../../graph/node-runner.ts";
import type { TensorData, TensorSignature, TensorValue } from "../../graph/values.ts";

/**
 * Compares what is fed with what the model declares, before the runtime does: its own message names neither both shapes
 * nor all the inputs. Numbers are not looked at: NaN passes through.
 *
 * @throws NodeError "input-mismatch" with the whole list of what the model expects
 */
export function checkFeeds(
  feeds: Readonly<Record<string, TensorValue>>,
  { inputs, name }: { inputs: readonly TensorSignature[]; name: string },
): void {
  const mismatch = findMismatch(feeds, inputs);
  if (!mismatch) return;
  const expected = inputs.map((input) => `${JSON.stringify(input.name)} ${describe(input)}`).join(", ") || "no inputs";
  const message = `${mismatch.what}. The model "${name}" expects ${expected}.`;
  throw new NodeError("input-mismatch", message, mismatch.input === undefined ? {} : { port: mismatch.input });
}

type Mismatch = { what: string; input?: string };

function findMismatch(
  feeds: Readonly<Record<string, TensorValue>>,
  inputs: readonly TensorSignature[],
): Mismatch | null {
  for (const given of Object.keys(feeds)) {
    if (!inputs.some(({ name }) => name === given)) return { what: `It has no input ${JSON.stringify(given)}` };
  }
  const symbols = new Map<string, number>();
  for (const input of inputs) {
    const feed = Object.hasOwn(feeds, input.name) ? feeds[input.name] : undefined;
    const what = feed ? findFault(feed, input, symbols) : `Nothing is given for ${JSON.stringify(input.name)}`;
    if (what) return { what, input: input.name };
  }
  return null;
}

function findFault(feed: TensorValue, input: TensorSignature, symbols: Map<string, number>): string | null {
  const gets = () => `${JSON.stringify(input.name)} gets ${describe(feed)}`;
  if (feed.dtype !== input.dtype || feed.shape.length !== input.shape.length) return gets();
  const size = feed.shape.reduce((product, dim) => product * dim, 1);
  if (!(feed.data instanceof arrayTypes[feed.dtype])) return `${gets()}, but its data are of another type`;
  if (feed.data.length !== size) return `${gets()}, but with ${feed.data.length} values instead of ${size}`;
  for (const [axis, wanted] of input.shape.entries()) {
    const dim = feed.shape[axis]!;
    if (typeof wanted === "number") {
      if (wanted !== dim) return gets();
      continue;
    }
    // What a runtime does with no rows at all differs from operator to operator, up to a crash.
    if (dim === 0) return `${gets()}, which is empty`;
    if (wanted === null) continue;
    const bound = symbols.get(wanted) ?? dim;
    symbols.set(wanted, bound);
    if (bound !== dim) return `${gets()}, but "${wanted}" is ${bound} elsewhere`;
  }
  const text = Array.isArray(feed.data) ? feed.data.findIndex((element) => element.includes("\0")) : -1;
  return text < 0 ? null : `${gets()}, whose text ${text} holds a NUL character`;
}

function describe({ dtype, shape }: Pick<TensorSignature, "dtype" | "shape">): string {
  return `${dtype} ${describeShape(shape)}`;
}

const arrayTypes: Record<Dtype, new (...args: never[]) => TensorData> = {
  ...elementArrays,
  string: Array as unknown as new () => string[],
};
