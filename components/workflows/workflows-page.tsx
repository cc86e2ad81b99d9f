"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { FileUp, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "#components/trpc";
import type { RouterOutputs } from "#components/trpc";
import { Button } from "#components/ui/button";
import { SearchField } from "#components/ui/search-field";
import { workflowInPicture } from "../editor/picture/read-picture.ts";
import { PageHeader } from "../shell/page-header.tsx";
import { useMay } from "../shell/session-context.tsx";
import { showToast } from "../ui/toast-store.ts";
import { FirstWorkflow } from "./first-workflow.tsx";
import { useImportWorkflow } from "./use-import-workflow.ts";
import { WorkflowTable } from "./workflow-table.tsx";

export type WorkflowRow = RouterOutputs["workflows"]["list"][number];

/** All workflows of the workspace; while there are none, the ways to a first one. */
export function WorkflowsPage({
  initial,
  templates,
}: {
  initial: WorkflowRow[];
  templates: { name: string; title: string; picture: string | null }[];
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const mayEdit = useMay("editor");
  const fileInput = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const { data: workflows } = useQuery(trpc.workflows.list.queryOptions(undefined, { initialData: initial }));
  const open = (id: string) => router.push(`/workflows/${id}`);
  const create = useMutation(
    trpc.workflows.create.mutationOptions({
      onSuccess: ({ id }) => open(id),
      onError: (error) => showToast({ tone: "failed", title: "No workflow was made", description: error.message }),
    }),
  );
  const { importText, isImporting } = useImportWorkflow();

  /** A workflow file, or a picture that carries one. */
  async function importFrom(chosen: File) {
    const isPicture = /\.(png|svg)$/i.test(chosen.name);
    const carried = await workflowInPicture(chosen);
    if (!isPicture || carried !== null) return importText(carried ?? (await chosen.text()));
    showToast({
      tone: "failed",
      title: "Nothing was imported",
      description:
        "The picture carries no workflow. Pictures that the editor saves do, as long as nothing has written them anew.",
    });
  }

  useEffect(() => {
    if (!mayEdit) return;
    function onPaste(event: ClipboardEvent) {
      const text = event.clipboardData?.getData("text/plain").trim() ?? "";
      const isTyping = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(event.target.tagName);
      if (!isTyping && text.startsWith("{")) importText(text);
    }
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  });

  const isBusy = create.isPending || isImporting;
  const found = workflows.filter(({ title, description }) =>
    `${title} ${description}`.toLowerCase().includes(query.trim().toLowerCase()),
  );
  return (
    <div
      className="flex min-h-0 flex-1 flex-col"
      onDragOver={(event) => mayEdit && event.preventDefault()}
      onDrop={(event) => {
        const [file] = event.dataTransfer.files;
        if (!mayEdit || !file) return;
        event.preventDefault();
        void importFrom(file);
      }}
    >
      <PageHeader
        title="Workflows"
        facts={workflows.length > 0 && <span className="tabular-nums">{workflows.length}</span>}
        actions={
          mayEdit && (
            <>
              {workflows.length > 0 && (
                <Button icon={FileUp} isBusy={isImporting} onClick={() => fileInput.current?.click()}>
                  Import a file
                </Button>
              )}
              <Button variant="primary" icon={Plus} isBusy={create.isPending} onClick={() => create.mutate({})}>
                New workflow
              </Button>
            </>
          )
        }
      />
      <input
        ref={fileInput}
        type="file"
        accept=".json,.png,.svg,application/json,image/png,image/svg+xml"
        aria-label="Workflow file"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void importFrom(file);
          event.target.value = "";
        }}
      />
      {workflows.length === 0 ? (
        <FirstWorkflow
          mayEdit={mayEdit}
          isBusy={isBusy}
          templates={templates}
          onCreate={() => create.mutate({})}
          onImport={() => fileInput.current?.click()}
        />
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
          <SearchField
            label="Find a workflow"
            value={query}
            onChange={setQuery}
            className="mb-4 max-w-80 max-sm:max-w-none"
          />
          <WorkflowTable workflows={found} mayEdit={mayEdit} />
          {found.length === 0 && (
            <p className="py-8 text-center text-2">No workflow has “{query}” in its title or description.</p>
          )}
        </div>
      )}
    </div>
  );
}
