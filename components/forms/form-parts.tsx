"use client";
import { ArrowLeft, Play, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { PageHeader } from "#components/shell/page-header";
import { useMay } from "#components/shell/session-context";
import { Badge } from "#components/ui/badge";
import { Button, LinkButton } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Icon } from "#components/ui/icon";
import { Kbd } from "#components/ui/kbd";
import { useOrigin } from "../deployments/use-origin.ts";
import { isMacPlatform, keysText } from "../editor/keys/keys.ts";
import { formatQuantity } from "../ui/format-number.ts";
import type { WorkflowForm } from "./form-page";

export function FormHeader({
  form: { workflowId, title, version },
  view = "one",
}: {
  form: WorkflowForm;
  view?: "one" | "many";
}) {
  const origin = useOrigin();
  return (
    <PageHeader
      before={
        <Link
          href="/workflows"
          aria-label="All workflows"
          className="grid size-md place-items-center rounded-2 text-2 hover:text-1"
        >
          <ArrowLeft aria-hidden size={16} />
        </Link>
      }
      title={title}
      facts={
        <>
          <Badge>v{version}</Badge>
          <FormViews workflowId={workflowId} current={view} />
        </>
      }
      actions={
        <>
          <CopyButton label="Copy the link to this form" text={`${origin}/workflows/${workflowId}/form`} />
          <LinkButton className="max-sm:hidden">
            <Link href={`/workflows/${workflowId}`}>Open the canvas</Link>
          </LinkButton>
        </>
      }
    />
  );
}

/** Once, or as a batch over many inputs. */
function FormViews({ workflowId, current }: { workflowId: string; current: "one" | "many" }) {
  const look =
    "rounded-2 px-1 py-0.5 text-sm text-2 hover:text-1 aria-[current=page]:font-medium aria-[current=page]:text-1";
  return (
    <nav aria-label="How to run it" className="flex items-center gap-2">
      <Link
        href={`/workflows/${workflowId}/form`}
        aria-current={current === "one" ? "page" : undefined}
        className={look}
      >
        One run
      </Link>
      <Link
        href={`/workflows/${workflowId}/form/many`}
        aria-current={current === "many" ? "page" : undefined}
        className={look}
      >
        Many
      </Link>
    </nav>
  );
}

/** Why the workflow cannot run, for those who could mend it and for those who have to ask. */
export function Problems({ form: { workflowId, problems } }: { form: WorkflowForm }) {
  const mayEdit = useMay("editor");
  if (problems.length === 0) return null;
  const shown = problems.slice(0, 5);
  return (
    <div role="alert" data-status="warned" className="flex gap-2.5 rounded-3 bg-state-soft px-3.5 py-3">
      <Icon icon={TriangleAlert} className="mt-0.5 text-state" />
      <div className="grid min-w-0 gap-1.5">
        <h2 className="text-sm">This workflow cannot run yet</h2>
        <ul className="grid gap-1 wrap-anywhere">
          {shown.map(({ message, nodeTitle }, index) => (
            <li key={index}>
              {nodeTitle !== null && <span className="font-medium">{nodeTitle}: </span>}
              {message}
            </li>
          ))}
        </ul>
        {problems.length > shown.length && (
          <p className="text-2">and {formatQuantity(problems.length - shown.length, "more problem")}</p>
        )}
        {mayEdit ? (
          <Link href={`/workflows/${workflowId}`}>Mend it on the canvas</Link>
        ) : (
          <p className="text-2">Somebody who may edit it can mend that on its canvas.</p>
        )}
      </div>
    </div>
  );
}

/** In the place of the result, before there is one. */
export function NoResult({ form: { outputs } }: { form: WorkflowForm }) {
  if (outputs.length === 0) {
    return (
      <p className="text-2">
        This workflow has no Output node, so it gives nothing out here. The page of a run shows what each step came to.
      </p>
    );
  }
  return (
    <p className="text-2">
      {outputs.map((name) => `“${name}”`).join(", ")} {outputs.length === 1 ? "appears" : "appear"} here after a run.
    </p>
  );
}

/** Always in reach: below the form, and on phones at the foot of the window. */
export function RunBar({
  canRun,
  whyNot,
  isActive,
  error,
  faults,
}: {
  canRun: boolean;
  whyNot: string | null;
  isActive: boolean;
  error: string | null;
  faults: number;
}) {
  const [shortcut] = useState(() => keysText("Mod+Enter", isMacPlatform()));
  return (
    <div className="grid gap-2 border-t border-line bg-panel px-6 py-3 max-sm:px-4 lg:col-start-1 lg:row-start-2">
      <div className="mx-auto grid w-full max-w-[640px] gap-2">
        <WhyNotRun error={error} faults={faults} />
        {whyNot !== null && <p className="text-xs text-2">{whyNot}</p>}
        <div className="flex items-center gap-3">
          <Button
            type="submit"
            form="run-form"
            variant="run"
            size="lg"
            icon={Play}
            disabled={!canRun}
            isBusy={isActive}
            aria-keyshortcuts="Control+Enter"
            className="max-sm:h-11 max-sm:flex-1"
          >
            {isActive ? "Running" : "Run"}
          </Button>
          <span className="text-xs text-3 pointer-coarse:hidden" suppressHydrationWarning>
            <Kbd>{shortcut}</Kbd>
          </span>
        </div>
      </div>
    </div>
  );
}

/** Above the button that runs: what the server said, and how many fields are at fault. */
export function WhyNotRun({ error, faults }: { error: string | null; faults: number }) {
  return (
    <>
      {error !== null && (
        <p role="alert" className="wrap-anywhere text-xs text-danger">
          {error}
        </p>
      )}
      {faults > 0 && (
        <p className="text-xs text-danger">
          Not run: {faults === 1 ? "one input is" : `${faults} inputs are`} not filled in as the workflow needs.
        </p>
      )}
    </>
  );
}
