/** What is kept open under a key, with the number of those who use it at this moment. */
type Entry<T> = { opening: Promise<T>; opened?: T; sizeBytes: number; users: number };

export type SessionCache<T> = {
  /** Opens it unless it is open, however many ask at once, and keeps it open until `work` has ended. */
  use: <R>(key: string, open: () => Promise<T>, work: (opened: T) => R | Promise<R>) => Promise<R>;
  openKeys: () => string[];
  close: () => Promise<void>;
};

/**
 * Keeps what is costly to open until others need the room: what was used longest ago goes first, what is in use never. One
 * thing larger than the whole budget is still opened; it is the first to go.
 */
export function createSessionCache<T extends { sizeBytes: number }>({
  budgetBytes,
  release,
}: {
  budgetBytes: number;
  release: (opened: T) => Promise<void>;
}): SessionCache<T> {
  // In the order of use: an entry is taken out and put back whenever it is used.
  const entries = new Map<string, Entry<T>>();

  function enter(key: string, open: () => Promise<T>): Entry<T> {
    const known = entries.get(key);
    const entry = known ?? { opening: open(), sizeBytes: 0, users: 0 };
    entries.delete(key);
    entries.set(key, entry);
    return entry;
  }

  async function finishOpening(key: string, entry: Entry<T>): Promise<T> {
    try {
      const opened = await entry.opening;
      if (!entry.opened) {
        entry.opened = opened;
        entry.sizeBytes = opened.sizeBytes;
        await makeRoom();
      }
      return opened;
    } catch (error) {
      // Tried anew by whoever comes next: the file may be there then, or the memory.
      if (entries.get(key) === entry) entries.delete(key);
      throw error;
    }
  }

  async function makeRoom(): Promise<void> {
    let bytes = [...entries.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    // A snapshot: whoever uses one meanwhile moves it to the end.
    for (const [key, entry] of Array.from(entries)) {
      if (bytes <= budgetBytes) return;
      if (entry.users > 0 || entries.get(key) !== entry) continue;
      entries.delete(key);
      bytes -= entry.sizeBytes;
      await release(await entry.opening);
    }
  }

  return {
    use: async (key, open, work) => {
      const entry = enter(key, open);
      entry.users++;
      try {
        return await work(entry.opened ?? (await finishOpening(key, entry)));
      } finally {
        entry.users--;
      }
    },
    openKeys: () => [...entries.keys()],
    close: async () => {
      const all = [...entries.values()];
      entries.clear();
      for (const { opening } of all) await opening.then(release, () => {});
    },
  };
}
