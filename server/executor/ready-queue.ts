/** Steps that may start, the longest critical path first; of equal ones the one that became ready last. */
export type ReadyQueue = {
  readonly size: number;
  push: (step: number) => void;
  /** The next step, or -1 when none is ready. */
  pop: () => number;
};

/**
 * A stack for each length of path, and a tree of bits that says which are not empty: 32 stacks a word, 32 words a word of
 * the level above. Push and pop touch one word a level, three levels for 10,000 steps, where a binary heap would compare
 * its way through a dozen. Last in, first out keeps to values that are still in the processor's caches.
 */
export function createReadyQueue(criticalPath: Int32Array): ReadyQueue {
  let longest = 0;
  for (let step = 0; step < criticalPath.length; step++) longest = Math.max(longest, criticalPath[step]!);
  const tops = new Int32Array(longest + 1).fill(-1);
  const below = new Int32Array(criticalPath.length);
  const levels: Int32Array[] = [];
  for (let width = longest + 1; levels.length === 0 || width > 1;) {
    width = Math.ceil(width / 32);
    levels.push(new Int32Array(width));
  }
  let size = 0;

  function push(step: number): void {
    size++;
    let place = criticalPath[step]!;
    below[step] = tops[place]!;
    tops[place] = step;
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
    for (let level = levels.length - 1; level >= 0; level--)
      place = place * 32 + 31 - Math.clz32(levels[level]![place]!);
    const step = tops[place]!;
    tops[place] = below[step]!;
    for (let level = 0; level < levels.length && (level > 0 || tops[place] === -1); level++) {
      const words = levels[level]!;
      const left = words[place >> 5]! & ~(1 << (place & 31));
      words[place >> 5] = left;
      if (left !== 0) break;
      place >>= 5;
    }
    return step;
  }

  return {
    get size() {
      return size;
    },
    push,
    pop,
  };
}
