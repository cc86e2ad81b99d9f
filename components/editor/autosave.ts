import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import type { Graph } from "#graph/schema";

export type SaveState =
  | { status: "saved"; at: number; version: number }
  | { status: "unsaved" }
  | { status: "saving" }
  /** Tries again by itself at `retryAt`; everything is kept in this tab until then. */
  | { status: "failed"; message: string; retryAt: number }
  /** Refused for good (no right to edit, workflow gone): trying again would change nothing. */
  | { status: "refused"; message: string }
  /** Someone else saved first; nothing is overwritten until a person decides. */
  | { status: "conflict"; version: number; graph: Graph };

export type SaveResult =
  | { ok: true; version: number }
  | { ok: false; kind: "conflict"; version: number; graph: Graph }
  | { ok: false; kind: "refused" | "unreachable"; message: string };

export type Autosave = StoreApi<SaveState> & {
  /** Says that the document changed; it is saved when changes pause, at the latest after `MAX_WAIT_MS`. */
  changed: () => void;
  /** Saves what is not saved yet, now. True when all is saved afterwards. */
  flush: () => Promise<boolean>;
  /** Goes on from the version that a person chose after a conflict. */
  rebase: (version: number, isSaved: boolean) => void;
  version: () => number;
  stop: () => void;
};

const PAUSE_MS = 700;
const MAX_WAIT_MS = 4_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

/** Saves the document optimistically: each save names the version that it grew from, so none is overwritten unseen. */
export function createAutosave({
  version,
  savedAt,
  read,
  save,
  now = Date.now,
}: {
  version: number;
  savedAt: number;
  /** The document now, with a count that rises with each change. */
  read: () => { graph: Graph; revision: number };
  save: (graph: Graph, baseVersion: number) => Promise<SaveResult>;
  now?: () => number;
}): Autosave {
  let base = version;
  let savedRevision = read().revision;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitingSince: number | null = null;
  let retryMs = FIRST_RETRY_MS;
  let inFlight: Promise<boolean> | null = null;
  const store = createStore<SaveState>(() => ({ status: "saved", at: savedAt, version }));
  const isStuck = () => ["conflict", "refused"].includes(store.getState().status);

  function plan(delayMs: number) {
    clearTimeout(timer);
    timer = setTimeout(() => void attempt(), delayMs);
  }

  async function attempt(): Promise<boolean> {
    clearTimeout(timer);
    if (inFlight) {
      await inFlight;
      return attempt();
    }
    const { graph, revision } = read();
    if (isStuck()) return false;
    if (revision === savedRevision) return true;
    inFlight = send(graph, revision);
    const isDone = await inFlight;
    inFlight = null;
    if (isDone && read().revision !== savedRevision) {
      waitingSince = now();
      store.setState({ status: "unsaved" }, true);
      plan(PAUSE_MS);
    }
    return isDone;
  }

  async function send(graph: Graph, revision: number): Promise<boolean> {
    waitingSince = null;
    store.setState({ status: "saving" }, true);
    const result = await save(graph, base);
    if (result.ok) {
      base = result.version;
      savedRevision = revision;
      retryMs = FIRST_RETRY_MS;
      store.setState({ status: "saved", at: now(), version: base }, true);
      return true;
    }
    if (result.kind === "conflict")
      store.setState({ status: "conflict", version: result.version, graph: result.graph }, true);
    else if (result.kind === "refused") store.setState({ status: "refused", message: result.message }, true);
    else {
      store.setState({ status: "failed", message: result.message, retryAt: now() + retryMs }, true);
      plan(retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
    return false;
  }

  return Object.assign(store, {
    changed() {
      if (isStuck() || read().revision === savedRevision) return;
      waitingSince ??= now();
      const { status } = store.getState();
      // A save under way or a retry that is due takes the change along.
      if (status === "saving" || status === "failed") return;
      store.setState({ status: "unsaved" }, true);
      plan(Math.min(PAUSE_MS, Math.max(0, waitingSince + MAX_WAIT_MS - now())));
    },
    async flush() {
      const isDone = await attempt();
      return isDone && read().revision !== savedRevision ? attempt() : isDone;
    },
    rebase(nextVersion: number, isSaved: boolean) {
      base = nextVersion;
      const { revision } = read();
      savedRevision = isSaved ? revision : -1;
      store.setState(isSaved ? { status: "saved", at: now(), version: base } : { status: "unsaved" }, true);
      if (!isSaved) plan(0);
    },
    version: () => base,
    stop: () => clearTimeout(timer),
  });
}
