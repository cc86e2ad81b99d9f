"use client";
import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { StepWaits } from "#components/approvals/step-waits";
import { NodeIcon } from "#components/editor/nodes/node-icon";
import { useMay } from "#components/shell/session-context";
import { IconButton } from "#components/ui/icon-button";
import { ScrollRegion } from "#components/ui/scroll-region";
import { StatusLabel } from "#components/ui/status-glyph";
import { Tabs } from "#components/ui/tabs";
import type { RecordedFlow } from "#graph/recorded-values";
import type { NodeRunState, RunState } from "#graph/run-events";
import { runWithin } from "#graph/run-within";
import { nodeAt } from "#graph/sub-graphs";
import { definitions } from "#nodes/definitions";
import { deviceName } from "../accelerators/device-name.ts";
import { type Card, cardOf } from "../editor/nodes/card-of.ts";
import { overImageOf } from "../editor/adding/over-image.ts";
import { wiringOf } from "../editor/wires/wiring-of.ts";
import { formatDuration } from "../ui/format-duration.ts";
import { formatQuantity } from "../ui/format-number.ts";
import { KeepItems } from "../workflow-tests/keep-items";
import { FailurePanel } from "./failure-panel";
import { ParamFacts } from "./param-facts";
import { PinValueButton } from "./pin-value-button";
import { portWordsOf } from "./port-words.ts";
import { PortValue } from "./port-value";
import type { RunDetails } from "./run-details.ts";
import { StepActions } from "./step/step-actions";
import { StepOperators } from "./step/step-operators";
import { StepTries } from "./step/step-tries";
import { StepReuse } from "./step-reuse";
import { type StepRow, stepTitle } from "./step-row.ts";

/** Steps of other types ask nobody. */
const waitNodeTypes: ReadonlySet<string> = new Set(["wait-for-approval"]);

type View = "outputs" | "inputs" | "params" | "log" | "tries" | "operators";
/** A port of the step whose value was asked for on the canvas. A new object each time that it is. */
export type PortAsked = { side: "input" | "output"; port: string };

/** Everything that is known of one step: the values at its ports, its params, its log, and why it failed. */
export function StepDetail({
  workflowId,
  runId,
  details,
  run: whole,
  step,
  asked = null,
  onClose,
}: {
  /** Of a workflow in which values may be pinned. */
  workflowId?: string;
  /** Left out for a recorded run that nobody can answer any more. */
  runId?: string;
  details: Pick<RunDetails, "graph" | "subGraphs">;
  run: RunState;
  step: StepRow;
  asked?: PortAsked | null;
  onClose: () => void;
}) {
  const [view, setView] = useState<View>(firstView(step, asked));
  const [shownAsked, setShownAsked] = useState(asked);
  if (asked !== shownAsked) {
    setShownAsked(asked);
    if (asked) setView(firstView(step, asked));
  }
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!asked) return;
    const place = section.current?.querySelector(`[data-port="${CSS.escape(`${asked.side} ${asked.port}`)}"]`);
    place?.scrollIntoView({ block: "nearest" });
  }, [asked]);
  const mayEdit = useMay("editor");
  const { node } = step;
  const at = nodeAt(details.graph, details.subGraphs, step.nodeId);
  const card = at && cardOf(at.graph, definitions, at.node.id);
  if (!card) return null;
  const { graph } = at;
  const nodeId = at.node.id;
  const prefix = step.nodeId.slice(0, step.nodeId.lastIndexOf("/") + 1);
  const run = runWithin(whole, prefix.slice(0, -1));
  const incoming = wiringOf(graph).incoming.get(nodeId);
  const facts = [
    ...(node.items === undefined ? [] : [formatQuantity(node.items, "item")]),
    ...(node.durationMs === undefined || node.cached ? [] : [formatDuration(node.durationMs)]),
    ...(node.waitedMs === undefined ? [] : [`waited ${formatDuration(node.waitedMs)}`]),
    ...(node.device ? [`on ${deviceName(node.device)}`] : []),
    ...(node.batch && node.batch.size > 1 ? [`up to ${formatQuantity(node.batch.size, "item")} at once`] : []),
    ...(node.batch && node.batch.waitedMs >= 1 ? [`waited up to ${formatDuration(node.batch.waitedMs)}`] : []),
    ...(node.attempt > 1 ? [`attempt ${node.attempt}`] : []),
  ].join(", ");

  // A step within another workflow has lists that the run was not given.
  const isOuter = step.depth === 0;
  const outputs = card.outputs.map(([name, port]) => {
    const record = node.outputs[name];
    const overImage = record && overImageOf(graph, run.nodes, { nodeId, record });
    const action = record && workflowId && mayEdit && isOuter && (
      <PinValueButton workflowId={workflowId} nodeId={nodeId} port={name} label={port.label} record={record} />
    );
    return (
      <AskedPort key={name} place={`output ${name}`} asked={asked}>
        <KeepItems from={isOuter ? { node: nodeId, port: name } : undefined}>
          <PortValue
            label={port.label}
            name={`${step.nodeId}.${name}`}
            record={record}
            overImage={overImage}
            action={action}
          />
        </KeepItems>
      </AskedPort>
    );
  });
  const inputs = card.inputs.flatMap(([name, port]) => {
    const edge = incoming?.get(name);
    if (!edge) return [];
    const record = run.nodes[edge.from.node]?.outputs[edge.from.port];
    const overImage = record && overImageOf(graph, run.nodes, { nodeId: edge.from.node, record });
    const note = `from ${stepTitle(graph, definitions, edge.from.node)}`;
    return [
      <AskedPort key={name} place={`input ${name}`} asked={asked}>
        <KeepItems from={isOuter ? edge.from : undefined}>
          <PortValue
            label={port.label}
            name={`${prefix}${edge.from.node}.${edge.from.port}`}
            note={note}
            record={record}
            overImage={overImage}
          />
        </KeepItems>
      </AskedPort>,
    ];
  });

  return (
    <section ref={section} aria-label={step.title} className="flex min-h-0 flex-1 flex-col">
      <header className="flex shrink-0 items-start gap-2 py-2.5 pl-4 pr-2">
        <div className="min-w-0 flex-1 pt-1">
          <h2 className="flex items-center gap-2 text-md">
            <NodeIcon name={card.icon} size={16} />
            <span className="truncate">{step.title}</span>
          </h2>
          <p className="mt-1 flex flex-wrap gap-x-2 text-xs text-2">
            <StatusLabel status={step.status}>{step.words}</StatusLabel>
            <span className="tabular-nums text-3">{facts}</span>
          </p>
        </div>
        {runId && <StepActions runId={runId} step={step} run={whole} />}
        <IconButton icon={X} label="Close the step" onClick={onClose} />
      </header>
      <StepReuse node={node} words={portWordsOf(card)} />
      {node.failure && (
        <div className="shrink-0 px-4 pb-2">
          <FailurePanel
            failure={node.failure}
            title={step.status === "failed" ? "This step failed" : "This step failed and the workflow went on"}
          />
        </div>
      )}
      {runId && waitNodeTypes.has(graph.nodes[nodeId]?.type ?? "") && (
        <StepWaits runId={runId} nodeId={step.nodeId} isPaused={node.status === "paused"} />
      )}
      <Tabs
        label="Step"
        value={view}
        onChange={setView}
        className="flex-1"
        tabs={[
          { value: "outputs", label: "Outputs", content: <Ports empty="This node has no outputs.">{outputs}</Ports> },
          { value: "inputs", label: "Inputs", content: <Ports empty="No wire leads to this node.">{inputs}</Ports> },
          {
            value: "params",
            label: "Params",
            content: (
              <ParamFacts node={graph.nodes[nodeId]} definition={card.definition} result={onlyOutput(card, node)} />
            ),
          },
          {
            value: "log",
            label: node.log.length > 0 ? `Log ${node.log.length}` : "Log",
            content: <Log lines={node.log} />,
          },
          ...(node.tries
            ? [
                {
                  value: "tries" as const,
                  label: `Tries ${node.tries.length + (node.startedAt === undefined ? 0 : 1)}`,
                  content: <StepTries node={node} attempts={whole.attempts ?? []} />,
                },
              ]
            : []),
          ...(node.profiles || node.calls
            ? [
                {
                  value: "operators" as const,
                  label: "Operators",
                  content: <StepOperators node={node} run={whole} runId={runId} />,
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}

/** What is looked into first: of a failed step, what it was given. */
function firstView({ status }: StepRow, asked: PortAsked | null): View {
  if (asked) return asked.side === "input" ? "inputs" : "outputs";
  return status === "failed" ? "inputs" : "outputs";
}

function AskedPort({ place, asked, children }: { place: string; asked: PortAsked | null; children: React.ReactNode }) {
  const isAsked = asked !== null && `${asked.side} ${asked.port}` === place;
  return (
    <div data-port={place} className={isAsked ? "-mx-2 rounded-3 bg-selected px-2 py-1" : undefined}>
      {children}
    </div>
  );
}

/** What an expression of the step gave: its output, where there is just one. */
function onlyOutput({ outputs }: Card, node: NodeRunState): RecordedFlow | undefined {
  return outputs.length === 1 ? node.outputs[outputs[0]![0]] : undefined;
}

function Ports({ empty, children }: { empty: string; children: React.ReactNode[] }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 px-4 py-3">
      {children.length > 0 ? children : <p className="text-xs text-3">{empty}</p>}
    </div>
  );
}

function Log({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return <p className="px-4 py-3 text-xs text-3">This step wrote no log.</p>;
  return (
    <ScrollRegion label="Log" className="px-4 py-3">
      <pre className="mono whitespace-pre-wrap wrap-anywhere text-xs">{lines.join("\n")}</pre>
    </ScrollRegion>
  );
}
