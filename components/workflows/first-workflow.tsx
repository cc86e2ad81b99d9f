"use client";
import { ArrowRight, Box, LayoutTemplate, Upload, Workflow } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import { Icon } from "#components/ui/icon";
import { Kbd } from "#components/ui/kbd";
import { EmptyState } from "#components/ui/empty-state";

/** The ways to a first workflow: a template that already runs, a model, or an empty canvas. */
export function FirstWorkflow({
  mayEdit,
  isBusy,
  templates,
  onCreate,
  onImport,
}: {
  mayEdit: boolean;
  isBusy: boolean;
  templates: { name: string; title: string; picture: string | null }[];
  onCreate: () => void;
  onImport: () => void;
}) {
  if (!mayEdit) {
    return (
      <EmptyState icon={Workflow} title="No workflows yet">
        Members with the role editor can make one; it then stands here to be looked at and run.
      </EmptyState>
    );
  }
  const picture = templates.find((template) => template.picture)?.picture;
  return (
    <section className="grid flex-1 content-center-safe justify-items-center gap-8 overflow-y-auto px-6 py-10">
      <header className="grid justify-items-center gap-2 text-center">
        <h2 className="text-2xl tracking-[-0.02em]">Start with something that runs</h2>
        <p className="max-w-[40ch] text-md leading-read text-2">
          A template opens with a result already in it. Change one thing and run it again.
        </p>
      </header>
      <div className="grid w-full max-w-[848px] grid-cols-3 gap-4 max-md:max-w-[360px] max-md:grid-cols-1">
        <Link href="/gallery" className={cardClasses}>
          <Well>
            {picture ? (
              <img src={picture} alt="" className="size-full object-cover" />
            ) : (
              <span className="flex items-center gap-3 text-3">
                <Icon icon={LayoutTemplate} size={20} />
                <Icon icon={ArrowRight} />
                <Icon icon={Workflow} size={20} />
              </span>
            )}
          </Well>
          <Words icon={LayoutTemplate} title="From a template">
            {templates.length > 0
              ? `${templates.length} to choose from, with models and samples.`
              : "With its models and sample inputs."}
          </Words>
        </Link>
        <Link href="/models" className={cardClasses}>
          <Well>
            <span className="grid h-[92px] w-[200px] place-content-center justify-items-center gap-2 rounded-2 border border-dashed border-control text-xs">
              <Icon icon={Upload} />
              Drop .onnx here
            </span>
          </Well>
          <Words icon={Box} title="From a model">
            Bring an .onnx file. You get a node with its real ports.
          </Words>
        </Link>
        <button type="button" disabled={isBusy} className={`${cardClasses} text-left`} onClick={onCreate}>
          <Well isDotted>
            <span className="grid size-8 place-items-center rounded-1 border border-strong bg-node">/</span>
          </Well>
          <Words icon={Workflow} title="From nothing">
            An empty canvas. Press / to add the first node.
          </Words>
        </button>
      </div>
      <p className="text-xs text-3">
        Have a workflow already?{" "}
        <button type="button" className="underline underline-offset-3" onClick={onImport}>
          Import a file
        </button>
        , or paste it anywhere with <Kbd>Ctrl V</Kbd>
      </p>
    </section>
  );
}

const cardClasses =
  "grid content-start rounded-3 border border-line bg-node p-3 no-underline transition-fast hover:border-strong disabled:opacity-60";

function Well({ isDotted = false, children }: { isDotted?: boolean; children: React.ReactNode }) {
  return (
    <span
      className={`mb-3 grid h-[130px] place-items-center overflow-hidden rounded-2 bg-canvas text-2 ${isDotted ? "bg-dots" : ""}`}
    >
      {children}
    </span>
  );
}

function Words({ icon, title, children }: { icon: LucideIcon; title: string; children: React.ReactNode }) {
  return (
    <span className="grid gap-1">
      <span className="flex items-center gap-2 text-md font-strong">
        <Icon icon={icon} />
        {title}
      </span>
      <span className="text-sm text-2">{children}</span>
    </span>
  );
}
