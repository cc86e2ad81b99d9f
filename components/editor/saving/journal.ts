import type { GraphPatch } from "#graph/patch";
import { isEmptyPatch } from "#graph/merge-patches";
import { newId } from "../new-id.ts";

/** What one tab changed since the version that it grew from, and had not saved. */
export type JournalEntry = { id: string; owner: string; baseVersion: number; patch: GraphPatch; at: number };

type Unsaved = Pick<JournalEntry, "baseVersion" | "patch">;

export type Journal = {
  /** Keeps what is not saved; an empty patch keeps nothing. The last call counts, and writes never overtake each other. */
  keep: (unsaved: Unsaved) => void;
  /** True once all that was to be kept is; false where the browser keeps nothing. */
  isKept: () => Promise<boolean>;
  /** Entries of this person and workflow whose tabs are gone, oldest first. */
  findLost: () => Promise<JournalEntry[]>;
  drop: (ids: readonly string[]) => Promise<void>;
  close: () => void;
};

const STORE = "unsaved";
const RELEASED_TRIES = 8;
const RELEASED_EVERY_MS = 250;
const KEEP_MS = 30 * 24 * 3_600_000;
const MAX_ENTRIES = 100;

/**
 * Keeps unsaved changes in this browser, so that a crash, a reload or a dead network loses none. Each tab has an entry of
 * its own and a lock that ends with the tab: an entry without its lock is a lost one.
 */
export function openJournal({
  workflowId,
  userId,
  onFailure,
}: {
  workflowId: string;
  userId: string;
  /** Told once: from then on nothing more is kept. */
  onFailure: (error: unknown) => void;
}): Journal {
  const owner = `${userId}/${workflowId}`;
  const id = `${owner}/${newId()}`;
  const database = openDatabase();
  let opened: IDBDatabase | null = null;
  // Who has no journal is told when something would have to be kept.
  database.then(
    (db) => (opened = db),
    () => {},
  );
  let latest: Unsaved | null = null;
  let writing: Promise<void> | null = null;
  let hasFailed = false;
  let release = () => {};
  // Secure contexts only; without locks an entry of a tab that lives is merged with itself, which changes nothing.
  const { locks } = navigator as { locks?: LockManager };
  void locks?.request(lockOf(id), () => new Promise<void>((resolve) => (release = resolve)));

  /** Asks again for a while: the lock of a tab that was closed a moment ago may still be there. */
  async function heldAmong(own: readonly JournalEntry[]): Promise<(entry: JournalEntry) => boolean> {
    for (let tries = 0; ; tries++) {
      const names = new Set((await locks?.query())?.held?.map(({ name }) => name));
      const isHeld = (entry: JournalEntry) => names.has(lockOf(entry.id));
      if (tries === RELEASED_TRIES || !own.some(isHeld)) return isHeld;
      await new Promise((resolve) => setTimeout(resolve, RELEASED_EVERY_MS));
    }
  }

  async function write() {
    while (latest) {
      const entry = latest;
      latest = null;
      try {
        await put(opened ?? (await database), entry);
      } catch (error) {
        if (!hasFailed) onFailure(error);
        hasFailed = true;
      }
    }
    writing = null;
  }

  function put(db: IDBDatabase, { patch, ...entry }: Unsaved): Promise<unknown> {
    const transaction = db.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    const isWritten = isEmptyPatch(patch)
      ? done(store.delete(id))
      : done(store.put({ id, owner, at: Date.now(), patch, ...entry }));
    // At once: else the page has to live until it hears of the request, and what is left open with it is undone.
    transaction.commit();
    return isWritten;
  }

  /** The page may be gone before what is being written is, so the newest does not wait for it. */
  function hurry() {
    if (!latest || !opened || hasFailed) return;
    put(opened, latest).catch(() => {});
    latest = null;
  }
  window.addEventListener("pagehide", hurry);

  return {
    keep(unsaved) {
      if (hasFailed) return;
      latest = unsaved;
      writing ??= write();
    },
    async isKept() {
      while (writing) await writing;
      return !hasFailed;
    },
    async findLost() {
      const store = (await database).transaction(STORE, "readonly").objectStore(STORE);
      const entries: JournalEntry[] = await done(store.getAll());
      const isHeld = await heldAmong(entries.filter((entry) => entry.owner === owner && entry.id !== id));
      const lost = entries.filter((entry) => entry.id !== id && !isHeld(entry));
      const sorted = lost.toSorted((a, b) => a.at - b.at);
      const isOld = (entry: JournalEntry, index: number) =>
        entry.at < Date.now() - KEEP_MS || index < sorted.length - MAX_ENTRIES;
      await this.drop(sorted.filter(isOld).map((entry) => entry.id));
      return sorted.filter((entry, index) => entry.owner === owner && !isOld(entry, index));
    },
    async drop(ids) {
      const store = (await database).transaction(STORE, "readwrite").objectStore(STORE);
      await Promise.all(ids.map((each) => done(store.delete(each))));
    },
    // The database stays open for what is still being written; it goes with the page.
    close() {
      window.removeEventListener("pagehide", hurry);
      release();
    },
  };
}

function lockOf(id: string): string {
  return `patchbay unsaved ${id}`;
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open("patchbay", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser's storage refused."));
  });
}
