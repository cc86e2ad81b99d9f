"use client";
import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { GraphView } from "#components/editor/canvas/graph-view";
import { MarkdownText } from "#components/editor/canvas/markdown-text";
import { PageHeader } from "#components/shell/page-header";
import { useMay } from "#components/shell/session-context";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { PortGlyph } from "#components/ui/port-glyph";
import { workflowInputs } from "#graph/workflow-interface";
import { definitions } from "#nodes/definitions";
import { outputsOf } from "../runs/outputs-of.ts";
import { PortValue } from "../runs/port-value";
import { StepDetail } from "../runs/step-detail";
import { stepRows } from "../runs/step-row.ts";
import { formatBytes } from "../ui/format-bytes.ts";
import { formatQuantity } from "../ui/format-number.ts";
import type { Template } from "./template-data.ts";
import { TemplateSamples } from "./template-samples";
import { useTemplateCopy } from "./use-template-copy.ts";

/** A template before it is used: its canvas with the values of its recorded run, what it does and what it brings. */
export function TemplatePage({ template }: { template: Template }) {
  const [chosenId, setChosenId] = useState<string | null>(null);
  const copy = useTemplateCopy();
  const mayCopy = useMay("editor");
  const { graph, recordedRun } = template;
  const chosen = recordedRun && stepRows(graph, definitions, recordedRun).find(({ nodeId }) => nodeId === chosenId);
  return (
    <>
      <PageHeader
        before={
          <Link
            href="/gallery"
            aria-label="The gallery"
            className="-ml-1.5 grid size-md place-items-center rounded-2 text-2 hover:bg-hover hover:text-1"
          >
            <Icon icon={ChevronLeft} />
          </Link>
        }
        title={template.title}
        facts={<span className="tabular-nums max-sm:hidden">{formatQuantity(template.nodeCount, "node")}</span>}
        actions={
          mayCopy && (
            <Button
              variant="primary"
              isBusy={copy.isPending || copy.isSuccess}
              onClick={() => copy.mutate({ name: template.name })}
            >
              Use this template
            </Button>
          )
        }
      />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_400px] grid-rows-[minmax(0,1fr)] max-lg:block max-lg:overflow-y-auto">
        <section aria-label="Canvas" className="min-h-0 bg-canvas max-lg:h-96 max-sm:h-64">
          <h2 className="sr-only">Canvas</h2>
          <GraphView
            graph={graph}
            run={recordedRun}
            selectedNodeId={chosenId}
            onSelectNode={setChosenId}
            hasMinimap={false}
          />
        </section>
        <div className="flex min-h-0 flex-col border-l border-line bg-panel max-lg:border-l-0 max-lg:border-t">
          {chosen ? (
            <StepDetail
              key={chosen.nodeId}
              details={template}
              run={recordedRun}
              step={chosen}
              onClose={() => setChosenId(null)}
            />
          ) : (
            <About template={template} />
          )}
        </div>
      </div>
    </>
  );
}

function About({ template }: { template: Template }) {
  const { graph, recordedRun, models, samples, tags } = template;
  const outputs = recordedRun ? outputsOf(graph, recordedRun) : [];
  const inputs = workflowInputs(graph, definitions);
  return (
    <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] content-start gap-5 overflow-y-auto px-5 py-4 max-sm:px-4">
      <div className="markdown grid gap-2.5 text-md leading-read text-2">
        <MarkdownText text={template.description || template.summary} />
      </div>
      {tags.length > 0 && (
        <ul aria-label="Tags" className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <li key={tag} className="contents">
              <Badge>{tag}</Badge>
            </li>
          ))}
        </ul>
      )}
      {recordedRun && outputs.length > 0 && (
        <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <h2 className="text-sm">Recorded run</h2>
          {outputs.map(({ name, record, overImage }) => (
            <PortValue key={name} label={name} record={record} overImage={overImage} />
          ))}
        </section>
      )}
      {models.length > 0 && (
        <section>
          <h2 className="pb-1.5 text-sm">Models it brings</h2>
          <ul className="text-xs">
            {models.map((model) => (
              <li
                key={model.name}
                className="flex min-h-8 items-center gap-2 border-t border-line [--port-back:var(--surface-panel)]"
              >
                <PortGlyph kind="model" size={12} />
                <span className="min-w-0 flex-1 truncate">{model.title}</span>
                <span className="tabular-nums text-3">{formatBytes(model.sizeBytes)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {inputs.length > 0 && (
        <section>
          <h2 className="pb-1.5 text-sm">What it takes</h2>
          <ul className="text-xs">
            {inputs.map((input) => (
              <li
                key={input.nodeId}
                className="flex min-h-8 items-center gap-2 border-t border-line [--port-back:var(--surface-panel)]"
              >
                <PortGlyph kind={input.kind} size={12} state={input.isList ? "list" : "connected"} />
                <span className="min-w-0 flex-1 truncate">{input.name}</span>
                <span className="mono text-3">{input.isList ? `${input.kind}, one or many` : input.kind}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <TemplateSamples samples={samples} />
    </div>
  );
}
