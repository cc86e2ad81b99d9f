import "#server-only";
import type { StepResultRecord } from "../../../graph/run-events.ts";
import type { Graph } from "../../../graph/schema.ts";
import { titleOf } from "../../../graph/title-of.ts";
import { definitions } from "../../../nodes/definitions.ts";
import { shownText } from "../../values/storable-text.ts";
import { timedPart } from "./timed-parts.ts";

/** Of each kind, the costliest: what a run of a thousand nodes may put into its row. */
const MAX_NODES = 40;
const MAX_MODELS = 20;
const MAX_TITLE_CHARACTERS = 200;

/** Where the time of a run went, for charts over many runs. `computedMs` goes with `computed`. */
export type RunTimes = {
  /** Nodes by their titles and models by their hashes, as `timedPart` writes them; the costliest first. */
  computed: string[];
  computedMs: number[];
  /** What taking results from the cache spared. */
  savedMs: number;
};

export type TimeGatherer = {
  add: (nodeId: string, record: Pick<StepResultRecord, "durationMs" | "models" | "cached">) => void;
  times: () => RunTimes;
};

/** Steps within a workflow that a node runs count for that node, unless it tells its own time; nodes of one title are one. */
export function createTimeGatherer(graph: Graph | undefined): TimeGatherer {
  const own = new Map<string, number>();
  const inner = new Map<string, Map<string, number>>();
  const models = new Map<string, Record<string, number>>();
  const saved = new Map<string, number>();

  return {
    add(nodeId, { durationMs, models: ofModels, cached }) {
      const [outer = "", ...within] = nodeId.split("/");
      if (within.length === 0) own.set(outer, durationMs);
      else inner.set(outer, (inner.get(outer) ?? new Map<string, number>()).set(nodeId, durationMs));
      if (ofModels) models.set(nodeId, ofModels);
      else models.delete(nodeId);
      if (cached) saved.set(nodeId, cached.savedMs);
      else saved.delete(nodeId);
    },
    times() {
      const byTitle = new Map<string, number>();
      for (const nodeId of new Set([...own.keys(), ...inner.keys()])) {
        const ms = own.get(nodeId) ?? sum(inner.get(nodeId)?.values() ?? []);
        if (ms > 0) raise(byTitle, timedPart.node(titleIn(graph, nodeId)), ms);
      }
      const byModel = new Map<string, number>();
      for (const ofStep of models.values()) {
        for (const [hash, ms] of Object.entries(ofStep)) raise(byModel, timedPart.model(hash), ms);
      }
      const parts = [...costliest(byTitle, MAX_NODES), ...costliest(byModel, MAX_MODELS)];
      return {
        computed: parts.map(([name]) => name),
        computedMs: parts.map(([, ms]) => Math.round(ms * 1_000) / 1_000),
        savedMs: Math.round(sum(saved.values())),
      };
    },
  };
}

function titleIn(graph: Graph | undefined, nodeId: string): string {
  const node = graph?.nodes[nodeId];
  return shownText(node ? titleOf(node, definitions) : nodeId, MAX_TITLE_CHARACTERS);
}

function raise(sums: Map<string, number>, name: string, ms: number) {
  sums.set(name, (sums.get(name) ?? 0) + ms);
}

function costliest(sums: ReadonlyMap<string, number>, most: number): [string, number][] {
  return [...sums].toSorted(([, one], [, other]) => other - one).slice(0, most);
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
