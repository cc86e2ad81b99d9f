"use client";
import { Ellipsis } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useStore } from "zustand";
import { StepWaits } from "#components/approvals/step-waits";
import { IconButton } from "#components/ui/icon-button";
import { PartBoundary } from "#components/ui/part-boundary";
import { Tabs } from "#components/ui/tabs";
import { useCanvas, useEditor, useRun } from "../canvas/canvas-context.tsx";
import { cardOf } from "../nodes/card-of.ts";
import { selectedEdge, selectedNode } from "../editor-store.ts";
import type { EditorState } from "../editor-store.ts";
import { useTools } from "../editor-tools.ts";
import { MarkOfNode } from "../../together/mark-words.tsx";
import { NodeAbout } from "../nodes/node-about.tsx";
import { NodeIcon } from "../nodes/node-icon.tsx";
import { NodeOutputs } from "../nodes/node-outputs.tsx";
import { NodeSettings } from "./node-settings.tsx";
import { fieldsInUse } from "./param-form.ts";
import { ParamRow } from "./param-row.tsx";
import { PortList } from "../nodes/port-list.tsx";
import { WireAbout } from "../wires/wire-about.tsx";
import { SelectionSummary, WorkflowSummary } from "./workflow-summary.tsx";

/**
 * What is selected: a node's form, ports, log and last values; else the workflow in short. Drawn after the canvas and the
 * outline, and not at all for what is passed over: so a held key goes through a thousand nodes without waiting for their forms.
 */
export function Inspector() {
  const nodeId = useInspected(selectedNode);
  const edgeId = useInspected(selectedEdge);
  const count = useInspected(({ selection }) => selection.size);
  return (
    <PartBoundary what="The inspector" resetKey={nodeId ?? edgeId}>
      {nodeId ? (
        <NodeInspector key={nodeId} nodeId={nodeId} />
      ) : edgeId ? (
        <WireAbout key={edgeId} edgeId={edgeId} />
      ) : count > 0 ? (
        <SelectionSummary />
      ) : (
        <WorkflowSummary />
      )}
    </PartBoundary>
  );
}

/** As the last frame had it while something is dragged, which must not wait for a form that nobody looks at. */
function useInspected<T>(select: (state: EditorState) => T): T {
  const { view } = useCanvas();
  const isDragging = useStore(view, (state) => state.isDragging);
  const now = useEditor(select);
  const [shown, setShown] = useState(now);
  if (!isDragging && shown !== now) setShown(now);
  return useDeferredValue(isDragging ? shown : now);
}

type Tab = "params" | "ports" | "log" | "about";

function NodeInspector({ nodeId }: { nodeId: string }) {
  const { ui, together } = useTools();
  const [tab, setTab] = useState<Tab>("params");
  const card = useEditor(({ graph, library }) => cardOf(graph, library, nodeId));
  const node = useEditor(({ graph }) => graph.nodes[nodeId]);
  const runId = useRun((state) => state.runId);
  const isAsking = useRun(({ run }) => run?.nodes[nodeId]?.status === "paused");
  const log = useRun(({ run }) => run?.nodes[nodeId]?.log);
  if (!card || !node) return null;
  const fields = card.definition ? fieldsInUse(card.definition, node.params) : [];
  const tabs = [
    {
      value: "params" as const,
      label: "Params",
      content: (
        <div className="grid gap-2.5 p-3.5">
          {!card.definition && (
            <p className="text-xs text-2">
              This Patchbay knows no node type “{node.type}”. Its settings are kept as they are, but it cannot run.
            </p>
          )}
          {card.definition && fields.length === 0 && <p className="text-xs text-3">This node has no params.</p>}
          {fields.map((field) => (
            <ParamRow key={field.name} nodeId={nodeId} field={field} params={node.params} />
          ))}
          <NodeSettings nodeId={nodeId} />
        </div>
      ),
    },
    {
      value: "ports" as const,
      label: (
        <>
          Ports <span className="text-3 tabular-nums">{card.inputs.length + card.outputs.length}</span>
        </>
      ),
      content: <PortList card={card} nodeId={nodeId} />,
    },
    {
      value: "log" as const,
      label: <>Log {log && log.length > 0 && <span className="text-3 tabular-nums">{log.length}</span>}</>,
      content: <NodeLog lines={log ?? []} />,
    },
    ...(card.definition
      ? [{ value: "about" as const, label: "About", content: <NodeAbout definition={card.definition} /> }]
      : []),
  ];
  return (
    <>
      <header data-inspected={nodeId} className="flex items-start gap-2.5 py-2.5 pr-2 pl-3.5">
        <span className="mt-0.5 text-2">
          <NodeIcon name={card.icon} size={16} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-md leading-5" title={card.title}>
            {card.title}
          </h2>
          <p className="text-xs text-3">{card.definition?.summary ?? node.type}</p>
        </div>
        <IconButton
          icon={Ellipsis}
          size="sm"
          label="Node menu"
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            ui.setState({ menu: { x: left, y: bottom + 4 } });
          }}
        />
      </header>
      <MarkOfNode together={together} nodeId={nodeId} />
      {runId && node.type === "wait-for-approval" && isAsking && <StepWaits runId={runId} nodeId={nodeId} isPaused />}
      <Tabs label="Node" tabs={tabs} value={tab} onChange={setTab} className="flex-1" listClassName="px-3.5" />
      <PartBoundary what="The last values" resetKey={runId}>
        <NodeOutputs card={card} nodeId={nodeId} />
      </PartBoundary>
    </>
  );
}

function NodeLog({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return <p className="p-3.5 text-xs text-3">Nothing was logged in the last run.</p>;
  return (
    <ol className="mono grid gap-0.5 p-3.5 text-2xs leading-4 break-words whitespace-pre-wrap">
      {lines.map((line, index) => (
        <li key={index}>{line}</li>
      ))}
    </ol>
  );
}
