"use client";
import { useMemo, useState } from "react";
import { diffGraphs, isMove } from "#graph/diff-graphs";
import type { GraphChange } from "#graph/diff-graphs";
import type { Graph } from "#graph/schema";
import { Checkbox } from "#components/ui/checkbox";
import { ChangeList } from "../editor/saving/change-list.tsx";
import { GraphView } from "../editor/canvas/graph-view.tsx";
import { formatQuantity } from "../ui/format-number.ts";
import "./versions.css";

const none: ReadonlySet<string> = new Set();

/**
 * Two graphs laid over each other: what was added, what is gone and what changed, on the canvas and in words. Nodes that are
 * alike in both and `differing` for another reason are marked as well.
 */
export function useComparedGraphs(
  before: Graph,
  after: Graph,
  {
    differing = none,
    onChooseNode,
    hasMinimap = true,
  }: {
    differing?: ReadonlySet<string>;
    onChooseNode?: (nodeId: string | null) => void;
    hasMinimap?: boolean;
  } = {},
) {
  const [withMoves, setWithMoves] = useState(false);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const all = useMemo(() => diffGraphs(before, after), [before, after]);
  const changes = withMoves ? all : all.filter((change) => !isMove(change));
  const moveCount = all.filter(isMove).length;
  const graphs = useMemo(() => [after, before], [before, after]);
  const both = useMemo(() => unionOf(before, after), [before, after]);
  const chosen = changes.filter(({ table, id }) => table === "nodes" && id === chosenId);
  return {
    canvas: (
      <div className="compared-canvas h-full">
        <style>{marksOf(changes, differing)}</style>
        <GraphView
          graph={both}
          selectedNodeId={chosenId}
          onSelectNode={(nodeId) => {
            setChosenId(nodeId);
            onChooseNode?.(nodeId);
          }}
          hasMinimap={hasMinimap}
          hasEachWire
        />
      </div>
    ),
    list: (
      <section className="grid content-start gap-2">
        <h2 className="text-sm">
          {changes.length === 0 ? "No differences" : formatQuantity(changes.length, "difference")}
        </h2>
        {moveCount > 0 && (
          <label className="flex items-center gap-1.5 text-xs text-2">
            <Checkbox isChecked={withMoves} label="Show moves" onChange={setWithMoves} />
            {formatQuantity(moveCount, "move")} on the canvas
          </label>
        )}
        {chosen.length > 0 && (
          <div className="rounded-3 border border-line p-2">
            <h3 className="px-1.5 text-2xs text-3">Chosen node</h3>
            <ChangeList label="Differences of the chosen node" changes={chosen} graphs={graphs} />
          </div>
        )}
        <ChangeList
          label="Differences"
          changes={changes}
          graphs={graphs}
          onChoose={({ table, id }) => setChosenId(table === "nodes" ? id : null)}
        />
      </section>
    ),
  };
}

/** All that is in one of the two; of what is in both, as it is afterwards. Frames are unfolded: what differs may be in them. */
function unionOf(before: Graph, after: Graph): Graph {
  const groups = Object.values({ ...before.groups, ...after.groups }).map(({ folded: _folded, ...group }) => group);
  return {
    ...after,
    nodes: { ...before.nodes, ...after.nodes },
    edges: { ...before.edges, ...after.edges },
    notes: { ...before.notes, ...after.notes },
    groups: Object.fromEntries(groups.map((group) => [group.id, group])),
  };
}

const canvasIds = { nodes: "", notes: "note:", groups: "frame:" };

/** Rules for what changed, by the ids that the canvas gives its elements: they may be far out of sight and not there yet. */
function marksOf(changes: readonly GraphChange[], differing: ReadonlySet<string>): string {
  const kinds = new Map<string, GraphChange["kind"] | "differing">();
  for (const id of differing) kinds.set(`[data-node-id="${id}"]`, "differing");
  for (const { table, id, kind } of changes) {
    const selector =
      table === "edges" ? `.react-flow__edge[data-id="${id}"]` : `[data-node-id="${canvasIds[table]}${id}"]`;
    kinds.set(selector, kind);
  }
  const ghosts = [...kinds].filter(([, kind]) => kind === "removed");
  return [
    ...[...kinds].map(
      ([selector, kind]) =>
        `.compared-canvas ${selector} { --mark: var(--mark-${kind}); --sign: var(--sign-${kind}); }`,
    ),
    ...ghosts.map(([selector]) => `.compared-canvas ${selector} { --ghost: 0.55; }`),
  ].join("\n");
}
