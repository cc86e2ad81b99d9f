"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import Link from "next/link";
import { useCallback, useRef, useState } from "react";
import { MarkdownText } from "#components/editor/canvas/markdown-text";
import { useMay } from "#components/shell/session-context";
import { asServerError, type RouterOutputs, useTRPC } from "#components/trpc";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import type { RunDetails } from "../runs/run-details.ts";
import { announce } from "../ui/toast-store.ts";
import { type Drafts, takeDrafts } from "./form-draft.ts";
import { FormField } from "./form-field";
import { FormHeader, NoResult, Problems, RunBar } from "./form-parts";
import { FormResult } from "./form-result";
import { RecentRuns } from "./recent-runs";
import { useDrafts } from "./use-drafts.ts";
import { useRunKey } from "./use-run-key.ts";

export type WorkflowForm = RouterOutputs["workflows"]["form"];

/** A workflow for people who never open the canvas: its inputs as a form, and what comes out. */
export function FormPage({ form, initialRunId }: { form: WorkflowForm; initialRunId: string | null }) {
  const { workflowId, inputs } = form;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayRun = useMay("runner");
  const { drafts, setDraft, setDrafts } = useDrafts(workflowId);
  const [runId, setRunId] = useState(initialRunId);
  const [isActive, setActive] = useState(false);
  const [hasTried, setTried] = useState(false);
  const fields = useRef<HTMLDivElement>(null);
  const { values, errors } = takeDrafts(inputs, drafts);
  const start = useMutation(
    trpc.runs.start.mutationOptions({
      onSuccess: ({ runId: started }) => {
        show(started);
        setActive(true);
        void queryClient.invalidateQueries(trpc.runs.list.queryFilter());
      },
    }),
  );
  const canRun = mayRun && form.problems.length === 0 && form.nodeCount > 0;

  function show(next: string) {
    setRunId(next);
    // So that the page shows the same when it is loaded again.
    const address = new URL(location.href);
    address.searchParams.set("run", next);
    history.replaceState(null, "", address);
    // On narrow windows the result stands below the form.
    requestAnimationFrame(() => {
      if (matchMedia("(max-width: 1023px)").matches) document.getElementById("form-result")?.scrollIntoView();
    });
  }

  function run() {
    if (!canRun || isActive || start.isPending) return;
    setTried(true);
    const [faulty] = inputs.filter(({ name }) => errors[name] !== undefined);
    if (faulty) {
      announce(errors[faulty.name]!);
      focusField(fields.current, faulty.name);
      return;
    }
    start.mutate({ workflowId, inputs: values, trigger: "form" });
  }

  function runAgain({ inputs: given }: RunDetails) {
    const known = new Set(inputs.map(({ name }) => name));
    const next: Drafts = Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => (known.has(name) ? [[name, { value }] as const] : [])),
    );
    setDrafts(next);
    if (inputs[0]) focusField(fields.current, inputs[0].name);
  }

  useRunKey(run);
  const onActive = useCallback((active: boolean) => setActive(active), []);

  return (
    <>
      <FormHeader form={form} />
      {form.nodeCount === 0 ? (
        <EmptyState
          icon={Workflow}
          title="There is nothing to run yet"
          actions={
            <LinkButton variant="primary">
              <Link href={`/workflows/${workflowId}`}>Open the canvas</Link>
            </LinkButton>
          }
        >
          This workflow has no nodes. Its form makes itself from the Input nodes that are put on its canvas.
        </EmptyState>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col lg:grid lg:grid-cols-[minmax(360px,1fr)_minmax(0,1.5fr)] lg:grid-rows-[minmax(0,1fr)_auto]">
          <div className="max-lg:min-h-0 max-lg:flex-1 max-lg:overflow-y-auto lg:contents">
            <form
              id="run-form"
              aria-label="Inputs"
              noValidate
              className="lg:col-start-1 lg:row-start-1 lg:overflow-y-auto"
              onSubmit={(event) => {
                event.preventDefault();
                run();
              }}
            >
              <div
                ref={fields}
                className="mx-auto grid max-w-[640px] grid-cols-[minmax(0,1fr)] gap-5 px-6 py-5 max-sm:px-4 max-sm:py-4"
              >
                {form.description && (
                  <div className="markdown grid gap-2 text-md leading-read wrap-anywhere text-2">
                    <MarkdownText text={form.description} />
                  </div>
                )}
                <Problems form={form} />
                {inputs.length === 0 && (
                  <p className="rounded-3 border border-line bg-node px-3.5 py-3 text-2">
                    This workflow asks for nothing: it runs on what its nodes hold.
                  </p>
                )}
                {inputs.map((input) => (
                  <FormField
                    key={input.nodeId}
                    input={input}
                    draft={drafts[input.name]}
                    error={hasTried ? errors[input.name] : undefined}
                    onChange={(draft) => setDraft(input.name, draft)}
                  />
                ))}
              </div>
            </form>
            <section
              aria-labelledby="form-result"
              className="border-line bg-panel max-lg:border-t lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:overflow-y-auto lg:border-l"
            >
              <div className="mx-auto grid max-w-[880px] grid-cols-[minmax(0,1fr)] gap-6 px-6 py-5 max-sm:px-4 max-sm:py-4">
                <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
                  <h2 id="form-result" className="text-md">
                    Result
                  </h2>
                  {runId === null ? (
                    <NoResult form={form} />
                  ) : (
                    <FormResult runId={runId} onAgain={runAgain} onActive={onActive} />
                  )}
                </div>
                <RecentRuns workflowId={workflowId} chosenId={runId} onChoose={show} />
              </div>
            </section>
          </div>
          <RunBar
            canRun={canRun}
            whyNot={
              mayRun
                ? null
                : "You can look at runs here. To run it, ask an admin of the workspace for the role of a runner."
            }
            isActive={isActive || start.isPending}
            error={
              start.error && !start.isPending
                ? (asServerError(start.error)?.message ??
                  "The server did not answer. What you typed is kept: run it again.")
                : null
            }
            faults={hasTried ? Object.keys(errors).length : 0}
          />
        </div>
      )}
    </>
  );
}

/** The first thing in the field that takes the focus: what is typed into, or the button that chooses a file. */
function focusField(fields: HTMLElement | null, name: string) {
  const field = fields?.querySelector(`[data-field="${CSS.escape(name)}"]`);
  const control = field?.querySelector<HTMLElement>("[aria-invalid], input:not([tabindex='-1']), textarea, button[id]");
  control?.focus();
  field?.scrollIntoView({ block: "nearest" });
}
