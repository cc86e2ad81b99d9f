"use client";
import { fileRefSchema } from "#graph/schema";
import { artifactUrl } from "../runs/artifact-url.ts";
import { ValuePreview } from "../runs/value-preview.tsx";
import { useCanvas, useEditor, useRun } from "./canvas-context.tsx";
import type { Card } from "./card-of.ts";
import { overImageOf } from "./over-image.ts";
import { shownValue } from "./shown-value.ts";

/** A node's result: the error, the value that came out, or the picture that a param holds. */
export function NodeBody({ card, id }: { card: Card; id: string }) {
  const { editor } = useCanvas();
  const failure = useRun(({ run }) => (run?.nodes[id]?.status === "failed" ? run.nodes[id].failure : undefined));
  const record = useRun(
    ({ run }) => run && shownValue(editor.getState().graph, run.nodes, { card, nodeId: id })?.record,
  );
  const overImage = useRun(({ run }) => {
    if (!run) return undefined;
    const { graph } = editor.getState();
    const shown = shownValue(graph, run.nodes, { card, nodeId: id });
    return shown && overImageOf(graph, run.nodes, shown);
  });
  const picture = useEditor(({ graph }) => pictureOf(graph.nodes[id]?.params ?? {}));
  if (failure) {
    return (
      <div className="node-error" role="alert">
        {failure.message}
      </div>
    );
  }
  if (record) {
    return (
      <div className="node-preview">
        <ValuePreview record={record} size="node" overImage={overImage} />
      </div>
    );
  }
  if (!picture) return null;
  return (
    <div className="node-preview">
      <img src={artifactUrl(picture.hash, picture.name)} alt={picture.name} loading="lazy" draggable={false} />
    </div>
  );
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
