"use client";
import { inferTypes } from "#graph/infer-types";
import type { RecordedFlow } from "#graph/recorded-values";
import { ValuePreview } from "../../runs/value-preview.tsx";
import { useCanvas, useEditor, useRun } from "../canvas/canvas-context.tsx";
import { cardOf } from "../nodes/card-of.ts";
import { overImageOf } from "../adding/over-image.ts";
import { flowDetail, flowText } from "../running/run-words.ts";
import { typeText } from "../nodes/type-words.ts";

/** What a wire carried last, and what its two ends give and take. */
export function WireValue({ edgeId, record }: { edgeId: string; record: RecordedFlow | undefined }) {
  const { editor } = useCanvas();
  const nodeId = useEditor(({ graph }) => graph.edges[edgeId]?.from.node);
  const overImage = useRun(({ run }) =>
    run && record && nodeId !== undefined
      ? overImageOf(editor.getState().graph, run.nodes, { nodeId, record })
      : undefined,
  );
  const gives = useEditor(({ graph, library }) => {
    const from = graph.edges[edgeId]?.from;
    const type = from && inferTypes(graph, library).get(from.node)?.outputs[from.port];
    return type ? typeText(type.type, type.dims.length) : null;
  });
  const takes = useEditor(({ graph, library }) => {
    const to = graph.edges[edgeId]?.to;
    const port = to && cardOf(graph, library, to.node)?.inputs.find(([name]) => name === to.port)?.[1];
    // What takes anything says nothing.
    if (!port || port.type.kind === "any") return null;
    return typeText(port.type, typeof port.list === "number" ? port.list : 0);
  });
  const detail = record && flowDetail(record);
  return (
    <div className="wire-value">
      {record && <ValuePreview record={record} size="node" overImage={overImage} />}
      {record && (
        <p>
          {flowText(record)}
          {detail && <span className="mono"> {detail}</span>}
        </p>
      )}
      <p className="mono wire-types">
        {gives ?? "anything"}
        {takes !== null && takes !== gives && <> → {takes}</>}
      </p>
    </div>
  );
}
