import { hashKey } from "../../keys/make-key.ts";

export type RememberedKeys<Key> = {
  /** Null for a key that opens nothing. Rejects where it cannot be looked up and was not lately. */
  find: (key: string) => Promise<Key | null>;
  /** Looks each up again when it is asked for next. */
  doubt: () => void;
};

type Entry<Key> = { found: Key; freshUntil: number; usableUntil: number };

const MAX_ENTRIES = 10_000;

/**
 * What a look at a key gave, so that not each request takes one. Only keys that open something are remembered, by their hash.
 *
 * @param freshMs for so long it is not looked up again; a bell ends that earlier
 * @param usableMs for so long it opens what it opened, while looks fail: the database may restart
 */
export function rememberKeys<Key>(
  look: (key: string) => Promise<Key | null>,
  { freshMs = 1_000, usableMs = 60_000, now = () => performance.now() } = {},
): RememberedKeys<Key> {
  const entries = new Map<string, Entry<Key>>();
  const looks = new Map<string, Promise<Key | null>>();
  let bells = 0;

  async function lookUp(key: string, hash: string): Promise<Key | null> {
    const begunAfter = bells;
    try {
      const found = await look(key);
      // What it saw may be over by now.
      if (begunAfter !== bells) return found;
      if (entries.size >= MAX_ENTRIES) entries.clear();
      if (found === null) entries.delete(hash);
      else entries.set(hash, { found, freshUntil: now() + freshMs, usableUntil: now() + usableMs });
      return found;
    } catch (error) {
      const known = entries.get(hash);
      if (known && now() < known.usableUntil) return known.found;
      throw error;
    }
  }

  return {
    find: async (key) => {
      const hash = hashKey(key);
      const known = entries.get(hash);
      if (known && now() < known.freshUntil) return known.found;
      const running = looks.get(hash);
      if (running) return await running;
      const begun = lookUp(key, hash);
      looks.set(hash, begun);
      return await begun.finally(() => {
        if (looks.get(hash) === begun) looks.delete(hash);
      });
    },
    doubt: () => {
      bells++;
      looks.clear();
      for (const entry of entries.values()) entry.freshUntil = 0;
    },
  };
}
