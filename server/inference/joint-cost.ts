/** A joint run has to be this much quicker than its parts one by one. */
const MIN_GAIN = 1.05;
/** The part of the newest time in an average. What else the machine does can only make a run longer, so averages fall quickly. */
const NEWEST = { whenQuicker: 0.3, whenSlower: 0.03 };
/** The first runs of a session are slow: joining is only judged by what a call costs when it is warm. */
const RUNS_ALONE = 6;
/** What did not pay is tried again when it would cost this fraction of the time spent since. */
const RETRY_FRACTION = 0.01;
/** And while joining pays, a call is computed alone for this fraction: else a time of a busier moment speaks for joining for ever. */
const ALONE_FRACTION = 0.02;

export type Line = { msPerRow: number; msPerRun: number };

/** Runs of about the same number of rows: above a power of two up to the next. */
type Level = { rows: number; ms: number; runs: number };

/**
 * What a model's runs of `B` rows take, learned as `t(B) = a·B + b`: a line through exponentially weighted averages at the
 * sizes that occurred. The averages come first, the line says what lies beyond them. Joining pays where `b` is much of the whole.
 */
export type JointCost = {
  learn: (rows: number, ms: number) => void;
  /**
   * How many of the waiting calls, from the first, to compute together: the number with the least time for a row, and 1
   * where joining wins less than 5 %. Sizes grow by doubling, so that each is judged by one that was measured.
   */
  choose: (rowCounts: readonly number[]) => number;
  line: () => Line | null;
};

export function createJointCost(): JointCost {
  const levels: (Level | undefined)[] = [];
  let largestRows = 0;
  let spentMs = 0;
  let triedAtMs = 0;
  let aloneAtMs = 0;

  function learn(rows: number, ms: number): void {
    spentMs += ms;
    largestRows = Math.max(largestRows, rows);
    const index = levelOf(rows);
    const level = levels[index];
    // The first run of a size also plans its memory, so the second one replaces it.
    if (!level || level.runs === 1) {
      levels[index] = { rows, ms, runs: (level?.runs ?? 0) + 1 };
      return;
    }
    level.runs++;
    const expectedMs = (level.ms / level.rows) * rows;
    const newest = ms < expectedMs ? NEWEST.whenQuicker : NEWEST.whenSlower;
    level.rows += newest * (rows - level.rows);
    level.ms += newest * (ms - level.ms);
  }

  /** Least squares over the levels, in relative terms: a large batch must not drown what one row costs. */
  function line(): Line | null {
    let [w, wx, wy, wxx, wxy, count] = [0, 0, 0, 0, 0, 0];
    for (const level of levels) {
      if (!level || level.runs < 2) continue;
      const weight = 1 / (level.ms * level.ms + 1e-12);
      w += weight;
      wx += weight * level.rows;
      wy += weight * level.ms;
      wxx += weight * level.rows * level.rows;
      wxy += weight * level.rows * level.ms;
      count++;
    }
    if (count < 2) return null;
    const spread = w * wxx - wx * wx;
    const msPerRow = Math.max(0, (w * wxy - wx * wy) / spread);
    return { msPerRow, msPerRun: (wy - msPerRow * wx) / w };
  }

  function choose(rowCounts: readonly number[]): number {
    const alone = levels[levelOf(rowCounts[0]!)];
    if (!alone || alone.runs < RUNS_ALONE || rowCounts.length === 1) return 1;
    const fit = line();
    // Nothing to judge by yet: two together are the smallest step.
    if (!fit) return rowCounts[0]! + rowCounts[1]! <= 2 * largestRows ? 2 : 1;

    let best = 1;
    let bestMsPerRow = estimate(rowCounts[0]!, fit) / rowCounts[0]! / MIN_GAIN;
    let [rows, aloneMs] = [0, 0];
    for (let count = 1; count <= rowCounts.length; count++) {
      const own = rowCounts[count - 1]!;
      rows += own;
      aloneMs += estimate(own, fit);
      // Twice as large as any so far is near enough to be judged by the line.
      if (rows > 2 * largestRows || (levels[levelOf(largestRows)]!.runs < 2 && rows > largestRows)) break;
      // Only the largest of each level, so that what a level takes is known of the sizes that are chosen.
      if (count < rowCounts.length && levelOf(rows) === levelOf(rows + rowCounts[count]!)) continue;
      const jointMs = estimate(rows, fit);
      if (jointMs * MIN_GAIN > aloneMs || jointMs / rows >= bestMsPerRow) continue;
      [best, bestMsPerRow] = [count, jointMs / rows];
    }
    const isAloneDue = estimate(rowCounts[0]!, fit) <= ALONE_FRACTION * (spentMs - aloneAtMs);
    if (best === 1 || isAloneDue) aloneAtMs = spentMs;
    return best > 1 && isAloneDue ? 1 : tryLarger(best, { rowCounts, fit });
  }

  /** Now and then, so that a size which was measured in a bad moment, or in another state of the machine, gets a second chance. */
  function tryLarger(best: number, { rowCounts, fit }: { rowCounts: readonly number[]; fit: Line }): number {
    const count = Math.min(2 * best, rowCounts.length);
    const rows = rowCounts.slice(0, count).reduce((sum, own) => sum + own, 0);
    if (count === best || estimate(rows, fit) > RETRY_FRACTION * (spentMs - triedAtMs)) return best;
    triedAtMs = spentMs;
    return count;
  }

  function estimate(rows: number, { msPerRow, msPerRun }: Line): number {
    const level = levels[levelOf(rows)];
    const onLine = Math.max(0, msPerRun + msPerRow * rows);
    if (!level) return onLine;
    const nearLevel = Math.max(0, level.ms + msPerRow * (rows - level.rows));
    return level.runs === 1 ? Math.min(onLine, nearLevel) : nearLevel;
  }

  return { learn, choose, line };
}

function levelOf(rows: number): number {
  return rows <= 1 ? 0 : 32 - Math.clz32(rows - 1);
}
