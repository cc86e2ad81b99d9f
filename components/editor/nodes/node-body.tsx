"use client";
import { fileRefSchema } from "#graph/schema";
import type { Graph } from "#graph/schema";
import { useContentUrls } from "../../runs/content-urls-context.tsx";
import { ValuePreview } from "../../runs/value-preview.tsx";
import { useCanvas, useEditor, useRun } from "../canvas/canvas-context.tsx";
import type { Card } from "./card-of.ts";
import { FixButtons } from "../problems/fix-buttons.tsx";
import { overImageOf } from "../adding/over-image.ts";
import { usePreviewSize } from "./preview-sizes.ts";
import type { RunStoreState } from "../running/run-store.ts";
import { shownValue } from "../running/shown-value.ts";

/** A node's result: the error, the value that came out, or the picture that a param holds. */
export function NodeBody({ card, id }: { card: Card; id: string }) {
  const { editor, commands } = useCanvas();
  const { contentUrl } = useContentUrls();
  const size = usePreviewSize(id);
  const failure = useRun(({ run }) => (run?.nodes[id]?.status === "failed" ? run.nodes[id].failure : undefined));
  const valueOf = (state: RunStoreState) => shownIn(editor.getState().graph, state, { card, nodeId: id });
  const record = useRun((state) => valueOf(state)?.record);
  const overImage = useRun((state) => {
    const value = valueOf(state);
    return value && overImageOf(editor.getState().graph, value.run.nodes, value);
  });
  const isStale = useRun((state) => valueOf(state)?.run === state.before && state.before !== null);
  const picture = useEditor(({ graph }) => pictureOf(graph.nodes[id]?.params ?? {}));
  if (failure) {
    return (
      <div className="node-error" role="alert">
        {failure.message}
        {commands && (
          <FixButtons
            fault={{ ...failure, code: failure.kind, nodeId: id }}
            fixesOf={commands.fixesFor}
            className="mt-1.5"
          />
        )}
      </div>
    );
  }
  if (size === "folded") return null;
  if (record) {
    return (
      <div className="node-preview" data-size={size} data-stale={isStale || undefined}>
        <ValuePreview record={record} size={size === "large" ? "panel" : "node"} overImage={overImage} />
      </div>
    );
  }
  if (!picture) return null;
  return (
    <div className="node-preview" data-size={size}>
      <img src={contentUrl({ hash: picture.hash }, picture.name)} alt={picture.name} loading="lazy" draggable={false} />
    </div>
  );
}

/** The value of this run; until the node's turn has come, that of the run before. */
function shownIn(graph: Graph, { run, before }: RunStoreState, node: { card: Card; nodeId: string }) {
  const status = run?.nodes[node.nodeId]?.status;
  const isDue = status === undefined || status === "waiting" || status === "running" || status === "paused";
  const source = isDue && before ? before : run;
  if (!source) return undefined;
  const shown = shownValue(graph, source.nodes, node);
  return shown && { ...shown, run: source };
}

/** The first image file among the params: a picture to look at before anything has run. */
function pictureOf(params: Readonly<Record<string, unknown>>) {
  const candidates = Object.values(params).flatMap((value) => (Array.isArray(value) ? value.slice(0, 1) : [value]));
  for (const candidate of candidates) {
    if (typeof candidate !== "object" || candidate === null || !("mediaType" in candidate)) continue;
    const file = fileRefSchema.safeParse(candidate);
    if (file.success && file.data.mediaType.startsWith("image/")) return candidate as typeof file.data;
  }
  return null;
}
