import type { Dtype } from "../../graph/kinds.ts";
import type { TensorData, TensorSignature, TensorValue } from "../../graph/values.ts";
import { tensorNumbers } from "../../nodes/tensor-numbers.ts";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import type { Feeds, Results } from "./joined-rows.ts";
import { joinFeeds, rowsFrom, splitResults } from "./joined-rows.ts";

/** Of four rows, those that stand in each batch that is tried. */
const ORDERS = [
  [1, 0],
  [2, 3, 1],
  [3, 0, 2, 1],
];
/** Runs that a whole proof takes. */
export const PROOF_RUNS = 4 + 1 + ORDERS.length;
/** A larger batch may take another kernel, which adds in another order: this much of the largest value of an output. */
const TOLERANCE: Partial<Record<Dtype, number>> = { float32: 1e-4, float64: 1e-9, float16: 1e-2 };

/**
 * Proves by trying that each row of a batch gives what it gives alone, whatever stands beside it: four rows alone, one of
 * them twice, then in batches of two, three and four in changing order. One row is the sample's, the others are made from it at random.
 *
 * `run` is called for one run after the other; what it throws is a refutation.
 */
export async function proveRows(
  sample: Feeds,
  { inputs, run }: { inputs: readonly TensorSignature[]; run: (feeds: Feeds) => Promise<Results> },
): Promise<BatchingVerdict> {
  const first = rowsFrom(sample, { start: 0, rows: 1 });
  const rows = [first, ...[1, 2, 3].map((seed) => randomRow(first, seed))];
  const alone: Results[] = [];
  try {
    for (const row of rows) alone.push(await run(row));
    const again = await run(first);
    if (!isSame(alone[0]!, again)) return no("It gives another result each time for the same input.");
    if (alone.every((results) => isSame(alone[0]!, results))) {
      return no("Every input that was tried gave the same result, so trying could not tell.");
    }
    for (const order of ORDERS) {
      const feeds = order.map((row) => rows[row]!);
      const ones = order.map(() => 1);
      const parts = splitResults(await run(joinFeeds(feeds, inputs)), ones);
      if (!parts) return no(`Its outputs have not one entry for each of ${order.length} inputs.`);
      const odd = parts.findIndex((part, place) => !isSame(alone[order[place]!]!, part));
      if (odd >= 0) return no("A row's result depends on the rows beside it.");
    }
  } catch (error) {
    return no(`Several rows at once do not run. ${error instanceof Error ? error.message : String(error)}`);
  }
  return { isBatched: true, why: "Each row of a batch gave what it gives alone." };
}

function no(why: string): BatchingVerdict {
  return { isBatched: false, why };
}

/** Values of the sample's own range, so that indices stay indices and pixels stay pixels. */
function randomRow(sample: Feeds, seed: number): Feeds {
  let state = seed * 2_654_435_761;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Object.fromEntries(Object.entries(sample).map(([name, tensor]) => [name, randomLike(tensor, next)]));
}

function randomLike({ dtype, shape, data }: TensorValue, next: () => number): TensorValue {
  const pick = () => Math.floor(next() * data.length);
  if (Array.isArray(data)) return { dtype, shape, data: data.map(() => data[pick()]!) };
  const random = data.slice();
  if (dtype === "float32" || dtype === "float64") {
    const numbers = data as Float32Array;
    const [low, high] = rangeOf(numbers);
    // Beyond the sample's own range by half of it, and never all alike.
    const width = high - low || 1;
    for (let at = 0; at < random.length; at++) random[at] = low + (next() * 2 - 0.5) * width;
  } else for (let at = 0; at < random.length; at++) random[at] = data[pick()]!;
  return { dtype, shape, data: random };
}

function rangeOf(numbers: Float32Array): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) {
    if (number < low) low = number;
    if (number > high) high = number;
  }
  return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : [0, 1];
}

function isSame(expected: Results, found: Results): boolean {
  return Object.entries(expected).every(([name, tensor]) => {
    const other = found[name];
    return (
      other?.dtype === tensor.dtype &&
      other.shape.length === tensor.shape.length &&
      other.shape.every((dim, axis) => dim === tensor.shape[axis]) &&
      isClose(tensor, other.data)
    );
  });
}

function isClose(tensor: TensorValue, other: TensorData): boolean {
  const tolerance = TOLERANCE[tensor.dtype];
  if (tolerance === undefined) return tensor.data.every((value: unknown, at: number) => value === other[at]);
  const [expected, found] = [tensorNumbers(tensor), tensorNumbers({ ...tensor, data: other })];
  let largest = 0;
  for (let at = 0; at < expected.length; at++) {
    if (Number.isFinite(expected[at])) largest = Math.max(largest, Math.abs(expected[at]!));
  }
  for (let at = 0; at < expected.length; at++) {
    const [one, two] = [expected[at]!, found[at]!];
    if (!Object.is(one, two) && one !== two && !(Math.abs(one - two) <= tolerance * largest)) return false;
  }
  return true;
}
