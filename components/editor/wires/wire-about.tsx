"use client";
import { inferTypes } from "#graph/infer-types";
import type { PortType } from "#graph/kinds";
import { refusedEdges } from "#graph/refused-edges";
import type { GraphEdge } from "#graph/schema";
import { Button } from "#components/ui/button";
import { PortGlyph } from "#components/ui/port-glyph";
import { ValuePreview } from "../../runs/value-preview.tsx";
import { ActionButton } from "../actions/action-button.tsx";
import { useEditor, useRun } from "../canvas/canvas-context.tsx";
import { goToNode } from "../canvas/canvas-work.ts";
import { cardOf } from "../nodes/card-of.ts";
import { convertersBetween } from "../adding/converters-between.ts";
import { useTools } from "../editor-tools.ts";
import { overImageOf } from "../adding/over-image.ts";
import { putBetween } from "./rewire-work.ts";
import { flowDetail, flowText, listBadge } from "../running/run-words.ts";
import { typeText } from "../nodes/type-words.ts";

/** The chosen wire explained: what its one end gives, what its other takes, how often, and what it carried last. */
export function WireAbout({ edgeId }: { edgeId: string }) {
  const edge = useEditor(({ graph }) => graph.edges[edgeId]);
  if (!edge) return null;
  return <About edge={edge} />;
}

function About({ edge }: { edge: GraphEdge }) {
  const tools = useTools();
  const { graph, library } = useEditor((state) => state);
  const run = useRun((state) => state.run);
  const [source, target] = [cardOf(graph, library, edge.from.node), cardOf(graph, library, edge.to.node)];
  const output = source?.outputs.find(([name]) => name === edge.from.port)?.[1];
  const input = target?.inputs.find(([name]) => name === edge.to.port)?.[1];
  const given = inferTypes(graph, library).get(edge.from.node)?.outputs[edge.from.port];
  const depth = given?.dims.length ?? 0;
  const wanted = typeof input?.list === "number" ? input.list : 0;
  const record = run?.nodes[edge.from.node]?.outputs[edge.from.port];
  const refusal = refusedEdges(graph, library).get(edge.id);
  const converters = refusal && tools.mayEdit ? convertersBetween({ graph, library }, edge) : [];
  return (
    <div className="grid content-start gap-4 overflow-y-auto p-3.5 text-xs">
      <h2 className="text-md leading-5">
        {source?.title ?? edge.from.node} to {target?.title ?? edge.to.node}
      </h2>
      <dl className="grid gap-3">
        <End
          word="Gives"
          nodeId={edge.from.node}
          title={source?.title}
          label={output?.label ?? edge.from.port}
          type={given?.type ?? output?.type}
          depth={depth}
        />
        <End
          word="Takes"
          nodeId={edge.to.node}
          title={target?.title}
          label={input?.label ?? edge.to.port}
          type={input?.type}
          depth={wanted}
        />
      </dl>
      {input && !refusal && input.list !== "any" && depth > wanted && (
        <p className="text-2">
          {target?.title} runs once for each item: {listBadge(depth - wanted, record)}.
        </p>
      )}
      {refusal && (
        <div className="grid gap-2">
          <p role="alert" className="text-danger">
            {refusal}
          </p>
          {converters.map((type) => {
            const definition = library[type];
            return (
              definition && (
                <Button key={type} size="sm" onClick={() => putBetween(tools, { ends: edge, what: definition })}>
                  Insert {definition.title}
                </Button>
              )
            );
          })}
        </div>
      )}
      {record && run && (
        <section aria-label="Last value" className="grid gap-2">
          <h3 className="flex items-baseline gap-2 text-2xs font-medium text-3">
            Last value
            <span className="ml-auto tabular-nums">
              {[depth > 0 ? listBadge(depth, record) : null, flowText(record), flowDetail(record)]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </h3>
          <ValuePreview
            record={record}
            size="panel"
            overImage={overImageOf(graph, run.nodes, { nodeId: edge.from.node, record })}
          />
        </section>
      )}
      <div className="flex flex-wrap gap-1.5">
        <ActionButton id="insert-into-wire" />
        <ActionButton id="bend-wire" />
        {edge.bends && <ActionButton id="straighten-wires" />}
      </div>
    </div>
  );
}

function End({
  word,
  nodeId,
  title,
  label,
  type,
  depth,
}: {
  word: string;
  nodeId: string;
  title: string | undefined;
  label: string;
  type: PortType | undefined;
  depth: number;
}) {
  const tools = useTools();
  return (
    <div className="grid grid-cols-[44px_minmax(0,1fr)] gap-x-2">
      <dt className="text-3">{word}</dt>
      <dd className="grid gap-1">
        <button
          type="button"
          className="justify-self-start text-left underline decoration-(--border-strong) underline-offset-2"
          onClick={() => goToNode(tools, nodeId)}
        >
          {label} of {title ?? nodeId}
        </button>
        <span className="mono flex items-center gap-1.5 text-2xs text-3 [--port-back:var(--surface-panel)]">
          <PortGlyph kind={type?.kind ?? "any"} state={depth > 0 ? "list" : "connected"} />
          {type ? typeText(type, depth) : "not there any more"}
        </span>
      </dd>
    </div>
  );
}
