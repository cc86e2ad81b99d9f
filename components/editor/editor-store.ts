import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import type { NodeLibrary } from "#graph/define-node";
import { findProblems } from "#graph/find-problems";
import { patchBetween } from "#graph/diff-graphs";
import { applyPatch, invertPatch } from "#graph/patch";
import type { GraphPatch } from "#graph/patch";
import type { Problem } from "#graph/problems";
import { rebasePatch } from "#graph/rebase-patch";
import type { Graph } from "#graph/schema";
import { secretProblems } from "#graph/secret-problems";
import { subGraphKey } from "#graph/sub-graphs";
import type { SubGraphs } from "#graph/sub-graphs";
import { isEmptyPatch, mergePatches } from "#graph/merge-patches";

/** Typing in one field within this time is one step of undo. */
const COALESCE_MS = 1_000;
const MAX_HISTORY = 500;

/** One step of undo: what it did, in words for the menu, and the patch that did it. */
export type Change = { label: string; patch: GraphPatch; mergeKey?: string; at: number };

/** Ids on the canvas: of nodes, edges, `note:…` and `frame:…` (a note and a node of one document may share an id). */
export type Selection = ReadonlySet<string>;
export type PortEnd = { node: string; port: string; side: "input" | "output" };

export type EditorState = {
  library: NodeLibrary;
  isReadOnly: boolean;
  /** The document. It changes by `apply`, `undo`, `redo` and `takeIn` only. */
  graph: Graph;
  problems: Problem[];
  /** The workflows that the document's nodes run; undefined until they are known. */
  subGraphs: SubGraphs | undefined;
  /** Of the workspace; undefined until they are known. */
  secretNames: ReadonlySet<string> | undefined;
  /** Counts changes of the document, so that autosave sees what it has not saved. */
  revision: number;
  past: Change[];
  future: Change[];

  /** Editor state, not document: never saved, never undone. */
  selection: Selection;
  /** The port from which a wire is being drawn, by dragging or by click. */
  connecting: PortEnd | null;
  /** The record whose title or text is being edited in place. */
  renaming: string | null;
  /** What the selection depends on and feeds stands out from the rest. */
  isTracing: boolean;
  /** Problems are shown in full strength after a person has tried to run. */
  hasTriedToRun: boolean;

  apply: (patch: GraphPatch, how: { label: string; mergeKey?: string; select?: Iterable<string> }) => void;
  undo: () => void;
  redo: () => void;
  /** Goes on with what others did merged in. It is no step of undo, which takes back one's own changes only. */
  takeIn: (graph: Graph) => void;
  select: (ids: Iterable<string>) => void;
  setConnecting: (end: PortEnd | null) => void;
  setRenaming: (id: string | null) => void;
  setTracing: (isTracing: boolean) => void;
  markTriedToRun: () => void;
  /** Finds the problems of a store that was made to be checked later. */
  check: () => void;
  setSubGraphs: (subGraphs: SubGraphs | undefined) => void;
  setSecretNames: (names: ReadonlySet<string> | undefined) => void;
};
export type EditorStore = StoreApi<EditorState>;

export function createEditorStore({
  graph,
  library,
  workflowId,
  isReadOnly = false,
  isCheckedLater = false,
  history = { past: [], future: [] },
  now = Date.now,
}: {
  graph: Graph;
  library: NodeLibrary;
  /** Of which the graph is; one that is not stored has none. */
  workflowId?: string;
  isReadOnly?: boolean;
  /** Its problems are known from `check` on, or from the first change. */
  isCheckedLater?: boolean;
  /** What was done to the workflow before, in an editor that is gone. What others did since stays when it is undone. */
  history?: { past: readonly Change[]; future: readonly Change[] };
  now?: () => number;
}): EditorStore {
  /** Where other workflows lead back to this one, they run it as it stands here, saved or not. */
  function withOwn(subGraphs: SubGraphs | undefined, graph: Graph): SubGraphs | undefined {
    const own = workflowId === undefined ? undefined : subGraphKey({ id: workflowId, version: null });
    const known = own === undefined ? undefined : subGraphs?.[own];
    return own !== undefined && known ? { ...subGraphs, [own]: { ...known, graph } } : subGraphs;
  }

  return createStore<EditorState>((set, get) => {
    function change(graph: Graph, selection: Selection, rest: Partial<EditorState>) {
      const { revision } = get();
      const subGraphs = withOwn(get().subGraphs, graph);
      set({
        ...rest,
        graph,
        subGraphs,
        problems: problemsOf({ ...get(), graph, subGraphs }),
        revision: revision + 1,
        selection: existing(selection, graph),
      });
    }
    return {
      library,
      isReadOnly,
      graph,
      problems: isCheckedLater
        ? []
        : problemsOf({ isReadOnly, graph, library, subGraphs: undefined, secretNames: undefined }),
      subGraphs: undefined,
      secretNames: undefined,
      revision: 0,
      past: [...history.past],
      future: [...history.future],
      selection: new Set(),
      connecting: null,
      renaming: null,
      isTracing: false,
      hasTriedToRun: false,

      apply(patch, { label, mergeKey, select }) {
        const { graph, past, selection } = get();
        if (isReadOnly || isEmptyPatch(patch)) return;
        const at = now();
        const last = past.at(-1);
        const doesMerge = mergeKey !== undefined && last?.mergeKey === mergeKey && at - last.at < COALESCE_MS;
        const entry: Change = { label, patch, at, ...(mergeKey !== undefined && { mergeKey }) };
        const nextPast = doesMerge
          ? [...past.slice(0, -1), { ...entry, patch: mergePatches(last.patch, patch) }]
          : [...past, entry].slice(-MAX_HISTORY);
        change(applyPatch(graph, patch), select ? new Set(select) : selection, { past: nextPast, future: [] });
      },
      undo() {
        const { graph, past, future, selection } = get();
        const last = past.at(-1);
        if (!last) return;
        const undone = rebasePatch(graph, invertPatch(last.patch));
        const entry = { ...last, patch: invertPatch(undone) };
        change(applyPatch(graph, undone), selection, { past: past.slice(0, -1), future: [...future, entry] });
      },
      redo() {
        const { graph, past, future, selection } = get();
        const next = future.at(-1);
        if (!next) return;
        const patch = rebasePatch(graph, next.patch);
        const entry = withoutKey({ ...next, patch });
        change(applyPatch(graph, patch), selection, { past: [...past, entry], future: future.slice(0, -1) });
      },
      takeIn(graph) {
        // Records that are the same stay the same objects, so that only what differs is drawn anew.
        const { graph: now, past, selection } = get();
        // What is typed from here on is a step of its own: one step around what others did would take theirs back as well.
        const steps = past.map((step, index) => (index === past.length - 1 ? withoutKey(step) : step));
        change(applyPatch(now, patchBetween(now, graph)), selection, { past: steps });
      },
      select(ids) {
        const selection = new Set(ids);
        if (!isSame(selection, get().selection)) set({ selection });
      },
      setConnecting: (connecting) => set({ connecting }),
      setRenaming: (renaming) => set({ renaming }),
      setTracing: (isTracing) => set({ isTracing }),
      markTriedToRun() {
        if (!get().hasTriedToRun) set({ hasTriedToRun: true });
      },
      check: () => set({ problems: problemsOf(get()) }),
      setSubGraphs(next) {
        if (next === get().subGraphs) return;
        const subGraphs = withOwn(next, get().graph);
        set({ subGraphs, problems: problemsOf({ ...get(), subGraphs }) });
      },
      setSecretNames(secretNames) {
        if (secretNames !== get().secretNames) set({ secretNames, problems: problemsOf({ ...get(), secretNames }) });
      },
    };
  });
}

/** A step that nothing is added to: typing after it is a new one. */
function withoutKey(step: Change): Change {
  if (step.mergeKey === undefined) return step;
  const { mergeKey: _mergeKey, ...rest } = step;
  return rest;
}

type Known = Pick<EditorState, "isReadOnly" | "graph" | "library" | "subGraphs" | "secretNames">;

function problemsOf({ isReadOnly, graph, library, subGraphs, secretNames }: Known): Problem[] {
  if (isReadOnly) return [];
  const problems = findProblems(graph, library, subGraphs);
  const missing = secretNames ? secretProblems(graph, { names: secretNames, library }) : [];
  return missing.length > 0 ? [...problems, ...missing] : problems;
}

function existing(selection: Selection, graph: Graph): Selection {
  const kept = [...selection].filter((id) => findRecord(graph, id) !== undefined);
  return kept.length === selection.size ? selection : new Set(kept);
}

function isSame(a: Selection, b: Selection): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}

/** What a canvas id stands for. */
export function findRecord(graph: Graph, canvasId: string) {
  if (canvasId.startsWith("note:")) return graph.notes[canvasId.slice(5)];
  if (canvasId.startsWith("frame:")) return graph.groups[canvasId.slice(6)];
  return graph.nodes[canvasId] ?? graph.edges[canvasId];
}

/** The id of the record in the document. */
export function recordId(canvasId: string): string {
  return canvasId.replace(/^(note|frame):/, "");
}

/** The one edge that is selected, if just one thing is. */
export function selectedEdge(state: EditorState): string | null {
  const [id] = state.selection;
  return state.selection.size === 1 && id !== undefined && state.graph.edges[id] ? id : null;
}

/** The one node that is selected, if just one thing is. */
export function selectedNode(state: EditorState): string | null {
  const [id] = state.selection;
  return state.selection.size === 1 && id !== undefined && state.graph.nodes[id] ? id : null;
}
