/** Steps that may start, by rank: the lowest first. */
export type ReadyQueue = {
  readonly size: number;
  push: (rank: number) => void;
  /** The next step, or -1 when none is ready. */
  pop: () => number;
};

/**
 * A tree of bits: one a step, and in each level above one for every 32 that are not all clear. Push and pop touch one
 * word a level, three levels for 10,000 steps, where a binary heap would compare its way through a dozen.
 */
export function createReadyQueue(stepCount: number): ReadyQueue {
  const levels: Int32Array[] = [];
  for (let width = stepCount; levels.length === 0 || width > 1;) {
    width = Math.ceil(width / 32);
    levels.push(new Int32Array(width));
  }
  let size = 0;

  function push(rank: number): void {
    size++;
    let place = rank;
    for (let level = 0; level < levels.length; level++) {
      const words = levels[level]!;
      const word = place >> 5;
      const before = words[word]!;
      words[word] = before | (1 << (place & 31));
      if (before !== 0) return;
      place = word;
    }
  }

  function pop(): number {
    if (size === 0) return -1;
    size--;
    let place = 0;
    for (let level = levels.length - 1; level >= 0; level--) place = place * 32 + lowestBit(levels[level]![place]!);
    const rank = place;
    for (let level = 0; level < levels.length; level++) {
      const words = levels[level]!;
      const left = words[place >> 5]! & ~(1 << (place & 31));
      words[place >> 5] = left;
      if (left !== 0) break;
      place >>= 5;
    }
    return rank;
  }

  return {
    get size() {
      return size;
    },
    push,
    pop,
  };
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
