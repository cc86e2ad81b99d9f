/** Interleaved comparison of two programs in one process and one minute, so that drift of the machine hits both alike. */

export type Comparison = {
  /** Medians over the rounds, in milliseconds. */
  oursMs: number;
  controlMs: number;
  /** Median of the ratios ours ÷ control, pair by pair, with its 95 % interval (bootstrap over the pairs). */
  ratio: number;
  interval: [number, number];
  rounds: number;
};

/** Each round runs both once, in turns which goes first. The first rounds warm the compiler and are not counted. */
export async function compare(
  ours: () => unknown,
  control: () => unknown,
  { rounds = 40, warmUps = 8 }: { rounds?: number; warmUps?: number } = {},
): Promise<Comparison> {
  const pairs: { ours: number; control: number }[] = [];
  for (let round = -warmUps; round < rounds; round++) {
    const isOursFirst = round % 2 === 0;
    const first = await time(isOursFirst ? ours : control);
    const second = await time(isOursFirst ? control : ours);
    if (round >= 0) pairs.push(isOursFirst ? { ours: first, control: second } : { ours: second, control: first });
  }
  const ratios = pairs.map((pair) => pair.ours / pair.control);
  return {
    oursMs: median(pairs.map((pair) => pair.ours)),
    controlMs: median(pairs.map((pair) => pair.control)),
    ratio: median(ratios),
    interval: intervalOf(ratios),
    rounds,
  };
}

/** Median time of one program, in milliseconds, with its 95 % interval. */
export async function measure(
  program: () => unknown,
  { rounds = 40, warmUps = 8 }: { rounds?: number; warmUps?: number } = {},
): Promise<{ ms: number; interval: [number, number]; rounds: number }> {
  const times: number[] = [];
  for (let round = -warmUps; round < rounds; round++) {
    const ms = await time(program);
    if (round >= 0) times.push(ms);
  }
  return { ms: median(times), interval: intervalOf(times), rounds };
}

async function time(program: () => unknown): Promise<number> {
  const from = performance.now();
  await program();
  return performance.now() - from;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Percentile interval of the median over 2,000 resamples (Efron 1979). */
export function intervalOf(values: readonly number[]): [number, number] {
  const medians = Array.from({ length: 2_000 }, () =>
    median(values.map(() => values[Math.floor(Math.random() * values.length)]!)),
  ).sort((a, b) => a - b);
  return [medians[Math.floor(0.025 * medians.length)]!, medians[Math.floor(0.975 * medians.length)]!];
}
