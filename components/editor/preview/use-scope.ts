"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { ParamMeta } from "#graph/define-node";
import type { JsonObject, JsonValue } from "#graph/json";
import type { ArtifactRef, RecordedFlow } from "#graph/recorded-values";
import { NotAtHand, recordedToJson } from "#nodes/recorded-to-json";
import { artifactUrl } from "../../runs/artifact-url.ts";
import { useEditor, useRun } from "../canvas/canvas-context.tsx";
import { flowAt, itemsOf, scopeOf } from "./scope-of.ts";
import type { ScopeName } from "./scope-of.ts";

export type Scope = {
  names: ScopeName[];
  /** What the names have for the chosen item, as JSON; those without a value are absent. */
  values: JsonObject;
  /** By name, why there is no value. */
  missing: Readonly<Record<string, string>>;
  items: number[][];
  /** Place of the chosen item among `items`. */
  item: number;
  chooseItem: (item: number) => void;
  /** There is a run, and its values have been read. */
  isReady: boolean;
  /** The run was of a part, so that some of the values are those of the run before. */
  isEarlier: boolean;
};

const noNames: ScopeName[] = [];
const nothing = { values: {}, missing: {}, isReady: false };

/** The names that a param of the node can use, with their values in the run on the canvas. */
export function useScope(nodeId: string, scope: NonNullable<ParamMeta["scope"]>): Scope {
  const queryClient = useQueryClient();
  const graph = useEditor((state) => state.graph);
  const library = useEditor((state) => state.library);
  const run = useRun((state) => state.run?.nodes ?? null);
  const before = useRun((state) => (state.run && state.before?.nodes) ?? null);
  const [chosen, chooseItem] = useState(0);
  const [read, setRead] = useState<Pick<Scope, "values" | "missing" | "isReady">>(nothing);
  const node = graph.nodes[nodeId];
  // A constant of the definition, but a new array for each render of a field.
  const scopeKey = JSON.stringify(scope);
  const { names, isEarlier } = useMemo(() => {
    const wanted = JSON.parse(scopeKey) as NonNullable<ParamMeta["scope"]>;
    if (!node) return { names: noNames, isEarlier: false };
    const own = scopeOf(graph, library, { node, scope: wanted, run });
    const all = before ? scopeOf(graph, library, { node, scope: wanted, run: { ...before, ...run } }) : own;
    return { names: all, isEarlier: all.some(({ flow }, index) => flow !== own[index]?.flow) };
  }, [graph, library, node, run, before, scopeKey]);
  const items = useMemo(() => itemsOf(names), [names]);
  const item = Math.min(chosen, Math.max(0, items.length - 1));
  const path = items[item];
  const hasRun = run !== null;

  useEffect(() => {
    if (!hasRun || !path) return;
    let isCurrent = true;
    const readArtifact = ({ hash }: ArtifactRef) =>
      queryClient.fetchQuery({
        queryKey: ["artifact-bytes", hash],
        queryFn: () => fetchBytes(hash),
        staleTime: Infinity,
      });
    void readValues(names, path, readArtifact).then((found) => {
      // The same values are the same object, so that nothing is evaluated again while other params change.
      if (isCurrent) setRead((before) => (isSame(before, found) ? before : { ...found, isReady: true }));
    });
    return () => {
      isCurrent = false;
    };
  }, [hasRun, names, path, queryClient]);

  const { values, missing, isReady } = hasRun && path ? read : nothing;
  return { names, values, missing, items, item, chooseItem, isReady, isEarlier };
}

async function readValues(
  names: readonly ScopeName[],
  path: readonly number[],
  readArtifact: (artifact: ArtifactRef) => Promise<Uint8Array>,
): Promise<Pick<Scope, "values" | "missing">> {
  const values: [string, JsonValue][] = [];
  const missing: [string, string][] = [];
  for (const name of names) {
    const flow = flowAt(name, path);
    if (!flow) {
      missing.push([name.name, `The last run has no value of “${name.name}”.`]);
      continue;
    }
    try {
      values.push([name.name, await jsonOf(flow, readArtifact)]);
    } catch (error) {
      missing.push([name.name, `“${name.name}”: ${error instanceof NotAtHand ? error.message : "its value is gone."}`]);
    }
  }
  return { values: Object.fromEntries(values), missing: Object.fromEntries(missing) };
}

const cache = new WeakMap<RecordedFlow, Promise<JsonValue>>();

/** Read once for each record. */
function jsonOf(flow: RecordedFlow, readArtifact: (artifact: ArtifactRef) => Promise<Uint8Array>): Promise<JsonValue> {
  const known = cache.get(flow) ?? recordedToJson(flow, readArtifact);
  cache.set(flow, known);
  return known;
}

function isSame(
  before: Pick<Scope, "values" | "missing" | "isReady">,
  now: Pick<Scope, "values" | "missing">,
): boolean {
  const has = (one: object, other: object) =>
    Object.keys(one).length === Object.keys(other).length &&
    Object.entries(one).every(([name, value]) => (other as Record<string, unknown>)[name] === value);
  return before.isReady && has(before.values, now.values) && has(before.missing, now.missing);
}

async function fetchBytes(hash: string): Promise<Uint8Array> {
  const response = await fetch(artifactUrl(hash));
  if (!response.ok) throw new NotAtHand("its value is not kept any more.");
  return new Uint8Array(await response.arrayBuffer());
}
