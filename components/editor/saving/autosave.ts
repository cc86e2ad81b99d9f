import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import { diffGraphs } from "#graph/diff-graphs";
import { mergeGraphs, resolveMerge } from "#graph/merge-graphs";
import type { GraphMerge, Side } from "#graph/merge-graphs";
import type { Graph } from "#graph/schema";

export type SaveState =
  | { status: "saved"; at: number; version: number }
  | { status: "unsaved" }
  | { status: "saving" }
  /** Tries again by itself at `retryAt`; everything is kept in this tab until then. */
  | { status: "failed"; message: string; retryAt: number }
  /** Refused as it is (no right to edit, workflow gone, a value that cannot be kept): the next change tries again. */
  | { status: "refused"; message: string }
  /** Two versions of the same thing; nothing is overwritten until a person has chosen for each. */
  | { status: "conflict"; merge: GraphMerge; from: Saved; origin: MergeOrigin };

/** A version that the server has, and who saved it, where that is known. */
export type Saved = { version: number; graph: Graph; by?: string };
export type SaveResult =
  | { ok: true; version: number }
  | { ok: false; kind: "conflict"; version: number; graph: Graph }
  | { ok: false; kind: "refused" | "unreachable"; message: string };

/** Where the other side comes from: someone saved, or this browser kept what a lost tab had not saved. */
export type MergeOrigin = "saved" | "lost";

export type Autosave = StoreApi<SaveState> & {
  /** Says that the document changed; it is saved when changes pause, at the latest after `MAX_WAIT_MS`. */
  changed: () => void;
  /** Saves what is not saved yet, now. True when all is saved afterwards. */
  flush: () => Promise<boolean>;
  /** Takes in what someone else has saved, if it is newer than what this document grew from. */
  takeSaved: (saved: Saved) => void;
  /** Takes in what was changed from `base` and never saved. */
  takeLost: (lost: { base: Graph; graph: Graph }) => void;
  /** Goes on with what a person chose for each clash, by its key. */
  decide: (choices: Readonly<Record<string, Side>>) => void;
  /** Goes on from the other side's version as it is, once mine is kept elsewhere. */
  dropMine: () => void;
  /** The version that the document grew from. */
  base: () => Saved;
  /** How many changes no save has yet. */
  unsaved: () => number;
  stop: () => void;
};

const PAUSE_MS = 700;
const MAX_WAIT_MS = 4_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

/**
 * Saves the document optimistically: each save names the version that it grew from, so none is overwritten unseen. What
 * others saved meanwhile is merged in; where both changed the same thing a person is asked, unless they work on it together.
 */
export function createAutosave({
  version,
  graph,
  savedAt,
  read,
  save,
  take,
  isTogether = () => false,
  now = Date.now,
}: {
  version: number;
  /** Of that version. */
  graph: Graph;
  savedAt: number;
  /** The document now, with a count that rises with each change. */
  read: () => { graph: Graph; revision: number };
  save: (graph: Graph, baseVersion: number) => Promise<SaveResult>;
  /** Puts a merged document in place of the one that was. */
  take: (graph: Graph, how: { merge: GraphMerge; origin: MergeOrigin; from: Saved }) => void;
  /** Whether changes of others arrive here as they are made: then the last one to set a param has it, and both see it. */
  isTogether?: () => boolean;
  now?: () => number;
}): Autosave {
  let base: Saved = { version, graph };
  let savedRevision = read().revision;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitingSince: number | null = null;
  let retryMs = FIRST_RETRY_MS;
  let inFlight: Promise<boolean> | null = null;
  /** Sent, and never answered: it may have been saved all the same. */
  let unanswered: Graph | null = null;
  const store = createStore<SaveState>(() => ({ status: "saved", at: savedAt, version }));
  const isAsking = () => store.getState().status === "conflict";

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
    if (isAsking()) return false;
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
    const result = await save(graph, base.version);
    if (result.ok) {
      unanswered = null;
      base = { version: result.version, graph };
      savedRevision = revision;
      retryMs = FIRST_RETRY_MS;
      store.setState({ status: "saved", at: now(), version: base.version }, true);
      return true;
    }
    if (result.kind === "conflict") mergeIn(result);
    else if (result.kind === "refused") store.setState({ status: "refused", message: result.message }, true);
    else {
      unanswered = graph;
      store.setState({ status: "failed", message: result.message, retryAt: now() + retryMs }, true);
      plan(retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
    return false;
  }

  function mergeIn(from: Saved) {
    // After an outage nobody works together: what was changed meanwhile was not seen by the others.
    const isLive = isTogether() && retryMs === FIRST_RETRY_MS;
    const isOwn = unanswered !== null && diffGraphs(unanswered, from.graph).length === 0;
    const grownFrom = isOwn ? from.graph : base.graph;
    unanswered = null;
    const merge = mergeGraphs(grownFrom, { mine: read().graph, theirs: from.graph });
    const isAsked = merge.clashes.some(({ mine, theirs }) => {
      return !isLive || [...mine, ...theirs].some(({ kind }) => kind !== "changed");
    });
    if (isAsked) store.setState({ status: "conflict", merge, from, origin: "saved" }, true);
    else settle({ merge, from, origin: "saved", choices: {} });
  }

  function settle({
    merge,
    from,
    origin,
    choices,
  }: {
    merge: GraphMerge;
    from: Saved;
    origin: MergeOrigin;
    choices: Readonly<Record<string, Side>>;
  }) {
    const merged = resolveMerge(merge, choices);
    base = from;
    retryMs = FIRST_RETRY_MS;
    savedRevision = -1;
    // Until it is known that something is left to save, so that nothing is planned twice.
    store.setState({ status: "saving" }, true);
    // Also where mine stands in all: that something of theirs gave way is to be seen.
    const isOverruled = origin === "saved" && merge.clashes.length > 0;
    if (isOverruled || diffGraphs(read().graph, merged).length > 0) take(merged, { merge, origin, from });
    if (diffGraphs(from.graph, read().graph).length === 0) {
      savedRevision = read().revision;
      store.setState({ status: "saved", at: now(), version: from.version }, true);
    } else {
      store.setState({ status: "unsaved" }, true);
      plan(0);
    }
  }

  return Object.assign(store, {
    changed() {
      if (isAsking() || read().revision === savedRevision) return;
      waitingSince ??= now();
      const { status } = store.getState();
      // A save under way or a retry that is due takes the change along.
      if (status === "saving" || status === "failed") return;
      store.setState({ status: "unsaved" }, true);
      plan(Math.min(PAUSE_MS, Math.max(0, waitingSince + MAX_WAIT_MS - now())));
    },
    async flush() {
      const isDone = await attempt();
      // Once more for what was edited meanwhile, or what others did and was merged in.
      const isLeft = isDone ? read().revision !== savedRevision : store.getState().status === "unsaved";
      return isLeft ? attempt() : store.getState().status === "saved";
    },
    takeSaved(saved: Saved) {
      // A save under way is answered with the newer version by itself.
      if (inFlight || isAsking() || saved.version <= base.version) return;
      clearTimeout(timer);
      mergeIn(saved);
    },
    takeLost({ base: grownFrom, graph: mine }: { base: Graph; graph: Graph }) {
      const merge = mergeGraphs(grownFrom, { mine, theirs: read().graph });
      if (merge.mine.length + merge.clashes.length === 0) return;
      if (merge.clashes.length > 0) store.setState({ status: "conflict", merge, from: base, origin: "lost" }, true);
      else settle({ merge, from: base, origin: "lost", choices: {} });
    },
    decide(choices: Readonly<Record<string, Side>>) {
      const state = store.getState();
      if (state.status === "conflict") settle({ ...state, choices });
    },
    dropMine() {
      const state = store.getState();
      if (state.status !== "conflict") return;
      const { from, origin, merge } = state;
      settle({ from, origin, merge: mergeGraphs(merge.base, { mine: merge.base, theirs: from.graph }), choices: {} });
    },
    base: () => base,
    unsaved: () => (read().revision === savedRevision ? 0 : diffGraphs(base.graph, read().graph).length),
    stop: () => clearTimeout(timer),
  });
}
