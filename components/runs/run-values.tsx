"use client";
import { useState } from "react";
import { RelativeTime } from "#components/ui/relative-time";
import { Tabs } from "#components/ui/tabs";
import { interfaceNodes } from "#graph/interface-nodes";
import type { RunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";
import { workflowInputs } from "#graph/workflow-interface";
import { definitions } from "#nodes/definitions";
import { deviceName } from "../accelerators/device-name.ts";
import { formatDuration } from "../ui/format-duration.ts";
import { KeepItems } from "../workflow-tests/keep-items";
import { attemptCount } from "./attempt-count.ts";
import { GivenValue } from "./given-value";
import { outputsOf } from "./outputs-of.ts";
import { PortValue } from "./port-value";
import type { RunShown } from "./run-details.ts";
import { phasesOf } from "./run-phases.ts";
import { isOver } from "./use-live-run.ts";

type View = "outputs" | "inputs" | "about";

/** What the run gave and what it was given: the panel while no step is chosen. */
export function RunValues({ details, run }: { details: RunShown; run: RunState }) {
  const [view, setView] = useState<View>("outputs");
  return (
    <section aria-label="Values of the run" className="flex min-h-0 flex-1 flex-col">
      <h2 className="sr-only">Values of the run</h2>
      <Tabs
        label="Run"
        value={view}
        onChange={setView}
        className="flex-1"
        tabs={[
          { value: "outputs", label: "Outputs", content: <Outputs graph={details.graph} run={run} /> },
          { value: "inputs", label: "Inputs", content: <Inputs details={details} /> },
          { value: "about", label: "About", content: <About details={details} run={run} /> },
        ]}
      />
    </section>
  );
}

function Outputs({ graph, run }: { graph: Graph; run: RunState }) {
  const outputs = outputsOf(graph, run);
  if (outputs.length === 0) {
    const words =
      interfaceNodes(graph, "workflow-output", definitions).length === 0
        ? "This workflow has no output node. Choose a step to see its values."
        : isOver(run)
          ? "No output was reached. Choose a step to see how far its values came."
          : "The outputs appear here as soon as they are there.";
    return <p className="px-4 py-3 text-xs text-3">{words}</p>;
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 px-4 py-3">
      {outputs.map(({ name, record, overImage, from }) => (
        <KeepItems key={name} from={from}>
          <PortValue label={name} name={from && `${from.node}.${from.port}`} record={record} overImage={overImage} />
        </KeepItems>
      ))}
    </div>
  );
}

function Inputs({ details }: { details: RunShown }) {
  const inputs = workflowInputs(details.graph, definitions);
  if (inputs.length === 0) {
    return <p className="px-4 py-3 text-xs text-3">This workflow takes no inputs.</p>;
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 px-4 py-3">
      {inputs.map((input) => {
        const given = details.inputs[input.name];
        return (
          <GivenValue
            key={input.nodeId}
            name={input.name}
            kind={input.kind}
            isList={input.isList}
            value={given ?? input.sample}
            isSample={given === undefined}
          />
        );
      })}
    </div>
  );
}

/** What its newest attempt was computed with. */
function environmentFacts({ attempts = [] }: RunState): [string, React.ReactNode][] {
  const environment = attempts.at(-1)?.environment;
  if (!environment) return [];
  const { app, node, ort, platform, devices, models } = environment;
  return [
    ["Computed by", `Patchbay ${app}, Node ${node}, ONNX Runtime ${ort}`],
    ["Machine", `${platform}, ${devices.map(deviceName).join(", ")}`],
    ...models.map(({ name, hash }): [string, React.ReactNode] => [
      "Model",
      <span key={hash}>
        {name}{" "}
        <span className="mono text-3" title={hash}>
          {hash.slice(0, 12)}
        </span>
      </span>,
    ]),
  ];
}

function About({ details, run }: { details: RunShown; run: RunState }) {
  const facts: [name: string, value: React.ReactNode][] = [
    ...(details.startedBy ? [["Started by", details.startedBy.name] as [string, React.ReactNode]] : []),
    ["Asked for", <RelativeTime key="created" time={details.createdAt} />],
    ["Started", run.startedAt === undefined ? "–" : <RelativeTime key="started" time={new Date(run.startedAt)} />],
    ["Ended", run.finishedAt === undefined ? "–" : <RelativeTime key="ended" time={new Date(run.finishedAt)} />],
    ...phasesOf(details, run).map(({ name, durationMs }): [string, React.ReactNode] => [
      name,
      <span key={name} className="tabular-nums">
        {formatDuration(durationMs)}
      </span>,
    ]),
    ["Attempt", String(attemptCount(run.attempts ?? []))],
    ["Version", `v${details.version}`],
    ...environmentFacts(run),
    [
      "Run id",
      <span key="id" className="mono wrap-anywhere">
        {details.id}
      </span>,
    ],
  ];
  return (
    <dl className="px-4 py-1 text-xs">
      {facts.map(([name, value], index) => (
        <div
          key={`${name} ${index}`}
          className="grid min-h-8 grid-cols-[96px_minmax(0,1fr)] items-center gap-2 border-line not-first:border-t"
        >
          <dt className="text-3">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
