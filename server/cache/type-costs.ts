/** Weight of the newest step of a type against all before it. */
const NEWEST = 1 / 16;
/** Below this share of results worth keeping, steps of the type are not looked up: a single slow one is soon forgotten. */
const RARE = 0.02;
/** And up to this share a slow one is likelier to have been interrupted than to have worked: it must have taken this many times longer. */
const SELDOM = 0.1;
const OUTLIER_FACTOR = 10;

/** What the steps of each node type have cost in this process, so that cheap ones pay for no look-up. */
export type TypeCosts = {
  saw: (type: string, isWorthKeeping: boolean) => void;
  /** Nothing is known against it, or some of its results are worth keeping. */
  mayBeCostly: (type: string) => boolean;
  /** Some of its results are worth keeping. */
  isCostly: (type: string) => boolean;
  /** By how much a step of this type has to exceed what makes a result worth keeping. */
  factor: (type: string) => number;
};

export function createTypeCosts(): TypeCosts {
  const shares = new Map<string, number>();
  return {
    saw: (type, isWorthKeeping) => {
      const now = isWorthKeeping ? 1 : 0;
      const share = shares.get(type);
      if (share === now) return;
      shares.set(type, share === undefined ? now : share < 0.001 && now === 0 ? 0 : share + (now - share) * NEWEST);
    },
    mayBeCostly: (type) => (shares.get(type) ?? 1) >= RARE,
    isCostly: (type) => (shares.get(type) ?? 0) >= RARE,
    factor: (type) => ((shares.get(type) ?? 1) >= SELDOM ? 1 : OUTLIER_FACTOR),
  };
}
