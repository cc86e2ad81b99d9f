/** What is known of an older observation, after a newer one. */
const KEEP = 0.95;

type Sums = { weight: number; x: number; y: number; xx: number; xy: number };

export type ServiceTimes = {
  observe: (id: string, rows: number, ms: number) => void;
  /** Null while nothing is known of it. */
  estimateMs: (id: string, rows: number) => number | null;
  forget: (id: string) => void;
};

/** Learns how long each model takes as `a · rows + b`, by least squares in which newer observations weigh more. */
export function createServiceTimes(): ServiceTimes {
  const known = new Map<string, Sums>();
  return {
    observe: (id, rows, ms) => {
      const sums = known.get(id) ?? { weight: 0, x: 0, y: 0, xx: 0, xy: 0 };
      known.set(id, {
        weight: sums.weight * KEEP + 1,
        x: sums.x * KEEP + rows,
        y: sums.y * KEEP + ms,
        xx: sums.xx * KEEP + rows * rows,
        xy: sums.xy * KEEP + rows * ms,
      });
    },
    estimateMs: (id, rows) => {
      const sums = known.get(id);
      return sums ? lineAt(sums, rows) : null;
    },
    forget: (id) => void known.delete(id),
  };
}

function lineAt({ weight, x, y, xx, xy }: Sums, rows: number): number {
  const [meanX, meanY] = [x / weight, y / weight];
  const variance = xx / weight - meanX * meanX;
  // Rows that never differ say nothing of a slope; then the time is taken to be fixed.
  const slope = variance > 1e-9 * meanX * meanX ? Math.max(0, (xy / weight - meanX * meanY) / variance) : 0;
  return Math.max(0, meanY + slope * (rows - meanX));
}
