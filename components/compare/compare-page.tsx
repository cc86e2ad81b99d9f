"use client";
import { ArrowLeftRight, GitCompare } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { PageHeader } from "#components/shell/page-header";
import { CopyButton } from "#components/ui/copy-button";
import { EmptyState } from "#components/ui/empty-state";
import { IconButton } from "#components/ui/icon-button";
import { runDurationMs } from "#graph/run-duration-ms";
import { definitions } from "#nodes/definitions";
import type { RunDetails } from "../runs/run-details.ts";
import { isOver, useLiveRun } from "../runs/use-live-run.ts";
import type { ValueNamed } from "../runs/value-named.ts";
import { LargeInAddress } from "../runs/values/large/large-in-address";
import { type ValuePlace, withLarge } from "../runs/values/large/large-url.ts";
import { formatCount } from "../ui/format-number.ts";
import { compareHref } from "./compare-url.ts";
import { comparedPorts, comparedSteps } from "./compared-steps.ts";
import { ComparedCanvas } from "./compared-canvas";
import { ComparedValues } from "./compared-values";
import { EnvironmentCard } from "./environment-card";
import { environmentRows } from "./environment-rows.ts";
import { LatencyCard } from "./latency-card";
import { RunPick } from "./run-pick";
import { stepTimes } from "./step-times.ts";
import { withPort } from "./use-shown.ts";
import { overImagesOf, ValueDetail } from "./value-detail";

/** Two runs side by side: what was changed, where their values part, and where the time went. Give it a `key` of both ids. */
export function ComparePage({
  a,
  b,
  initialPort,
}: {
  a: RunDetails;
  b: RunDetails;
  /** A port that the address names, if one of the runs has it. */
  initialPort: string | null;
}) {
  const before = useLiveRun(a.id, a).run;
  const after = useLiveRun(b.id, b).run;
  const { steps, ports } = useMemo(() => {
    const [one, other] = [
      { ...a, state: before },
      { ...b, state: after },
    ];
    const all = comparedSteps(one, other, definitions);
    return { steps: all, ports: comparedPorts(one, other, { steps: all, library: definitions }) };
  }, [a, b, before, after]);
  const [wantedKey, setWantedKey] = useState(initialPort);
  const differing = ports.filter(({ state }) => state !== "same");
  const chosen = ports.find(({ key }) => key === wantedKey) ?? differing[0] ?? null;
  const durations = [a, b].map((run) => runDurationMs(run)) as [number | null, number | null];

  const sides = { a: { graph: a.graph, nodes: before.nodes }, b: { graph: b.graph, nodes: after.nodes } };

  function valueAt({ name, port: key }: ValuePlace): ValueNamed | null {
    const port = ports.find((one) => one.key === key);
    if (!port || (name !== "a" && name !== "b")) return null;
    const record = port[name];
    const title = `${port.title}, ${port.label}, in ${name.toUpperCase()}`;
    return record && { record, overImage: overImagesOf(port, sides)[name], title };
  }

  function choose(key: string) {
    setWantedKey(key);
    // The address leads here again; looking at another value is no step back.
    window.history.replaceState(null, "", withPort(withLarge(location.href, null).href, key));
  }

  return (
    <>
      <CompareHeader
        a={{ ...a, durationMs: durations[0] }}
        b={{ ...b, durationMs: durations[1] }}
        facts={`${formatCount(differing.length)} of ${formatCount(ports.length)} values differ`}
        port={chosen?.key ?? null}
      />
      <LargeInAddress find={valueAt} where="the two runs" isPending={!isOver(before) || !isOver(after)}>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <ComparedCanvas
            a={a}
            b={b}
            differing={new Set(differing.map(({ nodeId }) => nodeId.split("/")[0]!))}
            onChooseNode={(nodeId) => {
              const port = ports.find((one) => one.nodeId === nodeId && one.state !== "same");
              if (port) choose(port.key);
            }}
          />
          <div className="grid grid-cols-[320px_minmax(0,1fr)_344px] items-start gap-3 px-6 py-4 max-xl:grid-cols-[300px_minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)] max-sm:px-4">
            <ComparedValues
              runs={{ a: a.id, b: b.id }}
              ports={ports}
              chosenKey={chosen?.key ?? null}
              onChoose={choose}
            />
            {chosen ? (
              <ValueDetail
                key={chosen.key}
                runs={{ a: a.id, b: b.id }}
                port={chosen}
                step={steps.find(({ nodeId }) => nodeId === chosen.nodeId) ?? null}
                sides={sides}
              />
            ) : (
              <section className="rounded-3 border border-line bg-node">
                <EmptyState icon={GitCompare} title="No value differs" size="panel">
                  {ports.length === 0
                    ? "Neither run has a value to compare: their steps gave nothing."
                    : "Both runs gave the same at every port. Choose one on the left to look at it."}
                </EmptyState>
              </section>
            )}
            <div className="rounded-3 border border-line bg-node max-xl:col-span-full">
              <LatencyCard times={stepTimes(steps)} totals={durations} />
              <EnvironmentCard rows={environmentRows(before, after)} />
            </div>
          </div>
        </div>
      </LargeInAddress>
    </>
  );
}

type Picked = { id: string; number: number; version: number; workflowId: string; durationMs: number | null };

/** Both runs, each with the choice of another one. Also where one of them is still to be chosen. */
export function CompareHeader({
  a,
  b,
  facts,
  port = null,
}: {
  a: Picked | null;
  b: Picked | null;
  facts?: string;
  /** What is looked at, of which a copied link is. */
  port?: string | null;
}) {
  const router = useRouter();
  const go = (before: string | null, after: string | null) => router.push(compareHref(before, after));
  return (
    <PageHeader
      title="Compare"
      facts={
        <div className="flex items-center gap-2 max-sm:w-full">
          <RunPick
            side="A"
            run={a}
            workflowId={a?.workflowId ?? b?.workflowId ?? null}
            onPick={(id) => go(id, b?.id ?? null)}
          />
          <IconButton
            icon={ArrowLeftRight}
            label="Swap A and B"
            disabled={!a && !b}
            onClick={() => go(b?.id ?? null, a?.id ?? null)}
          />
          <RunPick
            side="B"
            run={b}
            workflowId={b?.workflowId ?? a?.workflowId ?? null}
            onPick={(id) => go(a?.id ?? null, id)}
          />
        </div>
      }
      actions={
        a &&
        b && (
          <>
            <span className="text-xs tabular-nums text-2">{facts}</span>
            <CopyButton label="Copy the link to this comparison" text={() => linkTo(port)} />
          </>
        )
      }
    />
  );
}

/** The address, with the value that is looked at also where nobody chose it: while a run goes on, another one may become the first that differs. */
function linkTo(port: string | null): string {
  const url = new URL(location.href);
  if (port !== null) url.searchParams.set("port", port);
  return url.href;
}
