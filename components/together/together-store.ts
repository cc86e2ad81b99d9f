import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import { describeChange, sentenceOfChange } from "#graph/describe-change";
import { applyChanges, diffGraphs, isMove } from "#graph/diff-graphs";
import type { GraphChange } from "#graph/diff-graphs";
import type { GraphMerge } from "#graph/merge-graphs";
import type { Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import type { RouterInputs } from "#components/trpc";

export type Point = { x: number; y: number };
export type Present = {
  clientId: string;
  userId: string;
  name: string;
  cursor: Point | null;
  selection: string[];
  isAway: boolean;
};
export type Telling = Pick<RouterInputs["presence"]["tell"], "cursor" | "selection">;

/** What someone else did to a node a moment ago, in words. `isOverruled` where what stands is one's own. */
export type Mark = { by: string; words: string; at: number; isOverruled: boolean };

/** Who else is in this workflow. Of this tab: never saved. */
export type TogetherState = {
  people: readonly Present[];
  /** Changes of others arrive here as they are saved, and ours reach them. */
  isLive: boolean;
  /** Where the own pointer is on the canvas. */
  cursor: Point | null;
  /** The newest version that is shown here, where nothing is saved from here. */
  shown: number;
  /** Who saved which version, as far as it was told. */
  savers: ReadonlyMap<number, string>;
  /** By canvas id. */
  marks: Readonly<Record<string, Mark>>;
};
export type TogetherStore = StoreApi<TogetherState>;

const MARK_MS = 12_000;
/** Two values for one thing are worth a longer look. */
const OVERRULED_MS = 30_000;

export function createTogetherStore(version: number): TogetherStore {
  return createStore<TogetherState>(() => ({
    people: [],
    isLive: false,
    cursor: null,
    shown: version,
    savers: new Map(),
    marks: {},
  }));
}

/** Marks what differs after a merge with who changed it and what; of a wire, the node that it leads to. */
export function markChanges(
  store: TogetherStore,
  { before, after, merge, by }: { before: Graph; after: Graph; merge: GraphMerge; by: string },
) {
  const at = Date.now();
  const graphs = [after, before];
  const theirs = diffGraphs(before, after).filter((change) => change.kind !== "removed" && !isMove(change));
  // What was chosen of theirs stands, and is among the differences.
  const overruled = merge.clashes
    .flatMap((clash) => clash.theirs)
    .filter((change) => diffGraphs(after, applyChanges(after, [change])).length > 0);
  const marks = {
    ...markOf(theirs, { by, at, graphs, isOverruled: false }),
    ...markOf(overruled, { by, at, graphs, isOverruled: true }),
  };
  store.setState((state) => ({ marks: { ...state.marks, ...marks } }));
  for (const [id, mark] of Object.entries(marks)) {
    setTimeout(
      () => {
        store.setState((state) => {
          const { [id]: last, ...rest } = state.marks;
          return last === mark ? { marks: rest } : {};
        });
      },
      mark.isOverruled ? OVERRULED_MS : MARK_MS,
    );
  }
}

function markOf(
  changes: readonly GraphChange[],
  { graphs, isOverruled, ...rest }: { by: string; at: number; graphs: Graph[]; isOverruled: boolean },
): Record<string, Mark> {
  const words = new Map<string, { verb: "added" | "changed"; list: string[] }>();
  for (const change of changes) {
    const id = markedId(change, graphs);
    if (id === undefined) continue;
    const { what, values } = describeChange(change, { graphs, library: definitions });
    const said = isOverruled ? sentenceOfChange({ what, ...(values && { values }) }) : what;
    const isAdded = change.kind === "added" && change.table !== "edges";
    const known = words.get(id);
    words.set(id, {
      verb: isAdded ? "added" : (known?.verb ?? "changed"),
      list: [...(known?.list ?? []), isAdded ? added[change.table] : change.table === "edges" ? "a wire" : said],
    });
  }
  return Object.fromEntries(
    [...words].map(([id, { verb, list }]) => [id, { ...rest, isOverruled, words: `${verb} ${list.join(", ")}` }]),
  );
}

const added: Record<GraphChange["table"], string> = {
  nodes: "this node",
  edges: "a wire",
  notes: "this note",
  groups: "this frame",
};

/** What on the canvas wears the mark of a change. */
function markedId({ table, id }: GraphChange, graphs: readonly Graph[]): string | undefined {
  if (table === "edges") return graphs.find(({ edges }) => Object.hasOwn(edges, id))?.edges[id]?.to.node;
  return { nodes: id, notes: `note:${id}`, groups: `frame:${id}` }[table];
}

const colours = ["number", "video", "mask", "image", "embedding", "tensor", "model", "keypoints"];

/** A person has the same colour for everyone. */
export function colourOf(userId: string): string {
  let sum = 0;
  for (const character of userId) sum = (sum * 31 + character.codePointAt(0)!) % 9_973;
  return `var(--kind-${colours[sum % colours.length]})`;
}
