"use client";
import { PortGlyph } from "#components/ui/port-glyph";
import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";
import type { NodeRunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";
import { overImageOf } from "../editor/adding/over-image.ts";
import { leafKindOf } from "../runs/recorded-shape.ts";
import { ValuePreview } from "../runs/value-preview";
import { ValueAt } from "../runs/values/large/value-place";
import type { ComparedPort, ComparedStep } from "./compared-steps.ts";
import { absenceWords } from "./compared-steps.ts";
import { DifferenceView, type OverImages } from "./difference-view";
import { largePlace } from "./large-place.ts";
import { SideBadge } from "./side-badge";

type Side = { graph: Graph; nodes: Readonly<Record<string, NodeRunState>> };
export type Sides = { a: Side; b: Side };

/** The pictures that the values of a port lie on in both runs. */
export function overImagesOf({ nodeId, a, b }: ComparedPort, sides: Sides): OverImages {
  const over = ({ graph, nodes }: Side, record: RecordedFlow | null) =>
    (record && overImageOf(graph, nodes, { nodeId, record })) ?? undefined;
  return { a: over(sides.a, a), b: over(sides.b, b) };
}

/** What went through one port in both runs, and how it differs. */
export function ValueDetail({
  runs,
  port,
  step,
  sides,
}: {
  runs: { a: string; b: string };
  port: ComparedPort;
  step: ComparedStep | null;
  sides: Sides;
}) {
  const { nodeId, title, label, state, a, b } = port;
  const overImages = overImagesOf(port, sides);
  const own = state === "only-a" ? "A" : "B";
  const place = { ...runs, nodeId, port: port.port, path: [] };
  const record = b ?? a!;
  return (
    <section aria-label="Chosen value" className="min-w-0 rounded-3 border border-line bg-node">
      <header className="flex min-h-[42px] items-center gap-2 border-b border-line px-3.5 text-xs">
        <PortGlyph kind={leafKindOf(record) ?? "any"} state={isRecordedList(record) ? "list" : "connected"} />
        <h2 className="min-w-0 truncate text-sm">
          {title}, {label}
        </h2>
      </header>
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 p-3.5">
        {state === "differs" && <DifferenceView place={place} a={a} b={b} overImages={overImages} />}
        {state === "same" && (
          <>
            <p className="text-xs text-2">The same in both runs, byte for byte.</p>
            <ValueAt place={largePlace(place, "B")}>
              <ValuePreview record={b} size="panel" overImage={overImages.b} />
            </ValueAt>
          </>
        )}
        {(state === "only-a" || state === "only-b") && (
          <>
            <p className="flex items-start gap-2 text-xs text-2">
              <SideBadge side={state === "only-a" ? "B" : "A"} />
              <span className="min-w-0 pt-0.5 wrap-anywhere">
                {absenceWords(step && (state === "only-a" ? step.b : step.a))}
              </span>
            </p>
            <SideBadge side={own} />
            <ValueAt place={largePlace(place, own)}>
              <ValuePreview record={record} size="panel" overImage={own === "A" ? overImages.a : overImages.b} />
            </ValueAt>
          </>
        )}
      </div>
    </section>
  );
}
