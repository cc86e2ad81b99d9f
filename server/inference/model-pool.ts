/** What is kept open under a key, with the number of those who use it at this moment. */
type Entry<T> = {
  opening: Promise<T>;
  opened?: T;
  sizeBytes: number;
  loadMs: number;
  uses: number;
  users: number;
  worth: number;
  isDropped?: boolean;
};

export type ModelPool<T> = {
  /** Opens it unless it is open, however many ask at once, and keeps it open until `work` has ended. */
  use: <R>(key: string, open: () => Promise<T>, work: (opened: T) => R | Promise<R>) => Promise<R>;
  /** Keeps what is opened under the key from now on, whatever others need. */
  pin: (key: string) => void;
  /** Releases it as soon as nobody uses it; whoever asks for it then opens it anew. */
  drop: (key: string) => Promise<void>;
  openKeys: () => string[];
  close: () => Promise<void>;
};

/**
 * Keeps what is costly to open until others need the room: what is worth least for each byte goes first, that is, what was used
 * seldom or long ago, loads quickly, or is large (greedy dual size with frequency). What is in use or pinned never goes, nor does
 * what was used last: a thing larger than the whole budget is opened all the same, and stays until another comes.
 */
export function createModelPool<T extends { sizeBytes: number; loadMs: number }>({
  budgetBytes,
  release,
}: {
  budgetBytes: number;
  release: (opened: T) => Promise<void>;
}): ModelPool<T> {
  const entries = new Map<string, Entry<T>>();
  const pinned = new Set<string>();
  /** Rises to the worth of what was evicted last, so that what was worth much long ago comes down to the others. */
  let age = 0;
  let heldBytes = 0;

  function enter(key: string, open: () => Promise<T>): Entry<T> {
    const known = entries.get(key);
    if (known) return known;
    const entry: Entry<T> = { opening: open(), sizeBytes: 0, loadMs: 0, uses: 0, users: 0, worth: 0 };
    entries.set(key, entry);
    return entry;
  }

  async function finishOpening(key: string, entry: Entry<T>): Promise<T> {
    try {
      const opened = await entry.opening;
      if (!entry.opened) {
        entry.opened = opened;
        entry.sizeBytes = opened.sizeBytes;
        entry.loadMs = opened.loadMs;
        if (!entry.isDropped) heldBytes += opened.sizeBytes;
        await makeRoom(key);
      }
      return opened;
    } catch (error) {
      // Tried anew by whoever comes next: the file may be there then, or the memory.
      if (entries.get(key) === entry) entries.delete(key);
      throw error;
    }
  }

  /** Whoever has just used something is the most likely to use it again. */
  async function makeRoom(latest: string): Promise<void> {
    for (;;) {
      const idle = [...entries].filter(
        ([key, { users, opened }]) => users === 0 && opened && key !== latest && !pinned.has(key),
      );
      if (heldBytes <= budgetBytes || idle.length === 0) return;
      const [key, entry] = idle.reduce((least, one) => (one[1].worth < least[1].worth ? one : least));
      age = entry.worth;
      entries.delete(key);
      heldBytes -= entry.sizeBytes;
      await release(entry.opened!); // those that are not open were left out above
    }
  }

  return {
    use: async (key, open, work) => {
      const entry = enter(key, open);
      entry.users++;
      entry.uses++;
      try {
        return await work(entry.opened ?? (await finishOpening(key, entry)));
      } finally {
        entry.users--;
        entry.worth = age + (entry.uses * entry.loadMs) / Math.max(1, entry.sizeBytes);
        if (entry.isDropped && entry.users === 0 && entry.opened) await release(entry.opened);
        if (heldBytes > budgetBytes) await makeRoom(key);
      }
    },
    pin: (key) => void pinned.add(key),
    drop: async (key) => {
      pinned.delete(key);
      const entry = entries.get(key);
      if (!entry) return;
      entries.delete(key);
      entry.isDropped = true;
      // One that is not open yet has a user, who releases it in the end.
      if (entry.opened) heldBytes -= entry.sizeBytes;
      if (entry.users === 0 && entry.opened) await release(entry.opened);
    },
    openKeys: () => [...entries.keys()],
    close: async () => {
      const all = [...entries.values()];
      entries.clear();
      heldBytes = 0;
      for (const { opening } of all) await opening.then(release, () => {});
    },
  };
}
