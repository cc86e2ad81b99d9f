"use client";
import { FlaskConical, Play } from "lucide-react";
import { useState } from "react";
import { useMay } from "#components/shell/session-context";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { EmptyState } from "#components/ui/empty-state";
import { ErrorState } from "#components/ui/error-state";
import { Loading, Skeleton } from "#components/ui/skeleton";
import { announce, showToast } from "../ui/toast-store.ts";
import { ChangeTestDialog } from "./change-test-dialog.tsx";
import { ResultDetail } from "./result-detail.tsx";
import { standingSentence } from "./standing-sentence.ts";
import { TestsMatrix } from "./tests-matrix.tsx";
import type { WorkflowTest } from "./use-tests.ts";
import { useTests } from "./use-tests.ts";

type Asked =
  { what: "change" | "remove"; test: WorkflowTest } | { what: "accept"; test: WorkflowTest; version: number } | null;

/** All tests of a workflow over its newest versions: run them, see why one failed, change what is expected. */
export function TestsBoard({
  workflowId,
  versions,
  saveNow,
}: {
  workflowId: string;
  /** As many columns at most. */
  versions: number;
  /** In the editor: what is drawn is tested, so it is saved first. False when that failed. */
  saveNow?: () => Promise<boolean>;
}) {
  const mayRun = useMay("runner");
  const mayEdit = useMay("editor");
  const { list, run, accept, remove } = useTests(workflowId, { versions });
  const [asked, setAsked] = useState<Asked>(null);
  const [isSaving, setSaving] = useState(false);

  async function runAll() {
    setSaving(true);
    const isSaved = saveNow ? await saveNow() : true;
    setSaving(false);
    if (!isSaved) {
      showToast({ tone: "failed", title: "Not tested: the workflow could not be saved first" });
      return;
    }
    announce("The tests were started.");
    run.mutate({ workflowId });
  }

  if (list.error && !list.data) {
    return (
      <ErrorState
        title="The tests could not be read"
        actions={
          <Button isBusy={list.isFetching} onClick={() => void list.refetch()}>
            Try again
          </Button>
        }
      >
        {list.error.message}
      </ErrorState>
    );
  }
  if (!list.data) {
    return (
      <Loading label="Loading the tests" className="grid gap-3">
        <Skeleton className="h-8" />
        <Skeleton className="h-32" />
      </Loading>
    );
  }
  if (list.data.tests.length === 0) {
    return (
      <EmptyState size="panel" icon={FlaskConical} title="No tests yet">
        Run the workflow, open the run, and choose “Keep as a test”: its inputs and outputs become what each new version
        has to give.
      </EmptyState>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p role="status" className="min-w-0 flex-1 text-xs text-2">
          {standingSentence(list.data)}
        </p>
        {mayRun && (
          <Button variant="run" icon={Play} isBusy={isSaving || run.isPending} onClick={() => void runAll()}>
            Run all
          </Button>
        )}
      </div>
      <TestsMatrix
        list={list.data}
        mayEdit={mayEdit}
        onChange={(test) => setAsked({ what: "change", test })}
        onRemove={(test) => setAsked({ what: "remove", test })}
      >
        {({ test, version, result }) => (
          <ResultDetail
            test={test}
            version={version}
            result={result}
            mayRun={mayRun}
            mayEdit={mayEdit}
            isStarting={run.isPending}
            onRun={() => run.mutate({ workflowId, version, testIds: [test.id] })}
            onAccept={() => setAsked({ what: "accept", test, version })}
          />
        )}
      </TestsMatrix>
      {asked?.what === "change" && <ChangeTestDialog test={asked.test} onClose={() => setAsked(null)} />}
      {asked?.what === "remove" && (
        <Confirm
          title={`Delete “${asked.test.name}”?`}
          description="Its results go with it, and what it expects. The runs stay."
          action="Delete the test"
          isDangerous
          isBusy={remove.isPending}
          onClose={() => setAsked(null)}
          onConfirm={() => remove.mutate({ testId: asked.test.id }, { onSettled: () => setAsked(null) })}
        />
      )}
      {asked?.what === "accept" && (
        <Confirm
          title="Expect this from now on?"
          description={`“${asked.test.name}” will expect what it got on version ${asked.version}. Results on other versions are judged anew; what it expected until now is given up.`}
          action="Expect it"
          isBusy={accept.isPending}
          onClose={() => setAsked(null)}
          onConfirm={() =>
            accept.mutate({ testId: asked.test.id, version: asked.version }, { onSettled: () => setAsked(null) })
          }
        />
      )}
    </div>
  );
}

function Confirm({
  title,
  description,
  action,
  isDangerous = false,
  isBusy,
  onClose,
  onConfirm,
}: {
  title: string;
  description: string;
  action: string;
  isDangerous?: boolean;
  isBusy: boolean;
  onClose: () => void;
  onConfirm: () => void;
}) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={onClose}>Keep it as it is</Button>
          <Button variant={isDangerous ? "danger" : "primary"} isBusy={isBusy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    />
  );
}
