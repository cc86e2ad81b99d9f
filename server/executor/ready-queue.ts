/** Steps that may start, the longest critical path first, then the earlier in the plan. */
export type ReadyQueue = {
  readonly size: number;
  push: (step: number) => void;
  /** The next step, or -1 when none is ready. */
  pop: () => number;
};

/** A binary heap over typed arrays: no allocation after it is made. `capacity` steps can be ready at once. */
export function createReadyQueue(criticalPath: Int32Array): ReadyQueue {
  const heap = new Int32Array(criticalPath.length);
  let size = 0;

  function isBefore(a: number, b: number): boolean {
    const difference = criticalPath[a]! - criticalPath[b]!;
    return difference > 0 || (difference === 0 && a < b);
  }

  function push(step: number): void {
    let at = size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(step, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = step;
  }

  function pop(): number {
    if (size === 0) return -1;
    const first = heap[0]!;
    const last = heap[--size]!;
    let at = 0;
    while (true) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }

  return {
    get size() {
      return size;
    },
    push,
    pop,
  };
}
