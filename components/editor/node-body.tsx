"use client";
import type { RecordedFlow } from "#graph/recorded-values";
import { fileRefSchema } from "#graph/schema";
import { artifactUrl } from "../runs/artifact-url.ts";
import { ValuePreview } from "../runs/value-preview.tsx";
import { useCanvas, useEditor, useRun } from "./canvas-context.tsx";
import type { Card } from "./card-of.ts";
import { kindOf, overImageOf } from "./over-image.ts";
import { wiringOf } from "./wiring-of.ts";

/** A node's result: the error, the value that came out, or the picture that a param holds. */
export function NodeBody({ card, id }: { card: Card; id: string }) {
  const { editor } = useCanvas();
  const failure = useRun(({ run }) => (run?.nodes[id]?.status === "failed" ? run.nodes[id].failure : undefined));
  const source = useEditor(({ graph }) => {
    const edge = card.outputs.length === 0 ? wiringOf(graph).incoming.get(id)?.values().next().value : undefined;
    return edge?.from;
  });
  const record = useRun(({ run }): RecordedFlow | undefined => {
    if (source)
      return run?.nodes[id]?.status === "succeeded" ? run.nodes[source.node]?.outputs[source.port] : undefined;
    const outputs = run?.nodes[id]?.outputs;
    return outputs && shownOutput(card, outputs);
  });
  const overImage = useRun(({ run }) =>
    run && record ? overImageOf(editor.getState().graph, run.nodes, { nodeId: source?.node ?? id, record }) : undefined,
  );
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

/** Pictures before everything else, then the first port that fired. */
function shownOutput(card: Card, outputs: Readonly<Record<string, RecordedFlow>>): RecordedFlow | undefined {
  const fired = card.outputs.flatMap(([name]) => outputs[name] ?? []);
  return fired.find(isPicture) ?? fired[0];
}

function isPicture(flow: RecordedFlow): boolean {
  const kind = kindOf(flow);
  return kind === "image" || kind === "mask";
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
