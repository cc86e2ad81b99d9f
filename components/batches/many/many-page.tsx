"use client";
import { useMutation } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMay } from "#components/shell/session-context";
import { asServerError, useTRPC } from "#components/trpc";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Field } from "#components/ui/field";
import { Segmented } from "#components/ui/segmented";
import { Select } from "#components/ui/select";
import { TextInput } from "#components/ui/text-input";
import { MAX_BATCH_ITEMS, MAX_BATCH_NAME_CHARACTERS } from "#graph/batches";
import type { FileRef } from "#graph/schema";
import { takeDrafts } from "../../forms/form-draft.ts";
import { FileTiles } from "../../forms/file-tiles";
import { FormField } from "../../forms/form-field";
import type { WorkflowForm } from "../../forms/form-page";
import { FormHeader, Problems } from "../../forms/form-parts";
import { useDrafts } from "../../forms/use-drafts.ts";
import { formatQuantity } from "../../ui/format-number.ts";
import { announce } from "../../ui/toast-store.ts";
import { FileSource } from "./file-source";
import { suggestName, takesFile } from "./item-inputs.ts";
import { ItemsPreview } from "./items-preview";
import { ManyBar } from "./many-bar";
import { RecentBatches } from "./recent-batches";
import { type Columns, TableSource, useTableCheck } from "./table-source";
import { useBatchFiles } from "./use-batch-files.ts";
import { useRunKey } from "../../forms/use-run-key.ts";

const noFiles: never[] = [];
/** Of the files that were sent. */
const SHOWN_FILES = 24;

/** A workflow over many inputs: what makes the items, what they share, and what they will be. */
export function ManyPage({ form }: { form: WorkflowForm }) {
  const { workflowId, inputs } = form;
  const trpc = useTRPC();
  const router = useRouter();
  const mayRun = useMay("runner");
  const { drafts, setDraft } = useDrafts(workflowId);
  const fileInputs = inputs.filter(takesFile);
  const [source, setSource] = useState<"files" | "table">(fileInputs.length > 0 ? "files" : "table");
  const [fileInput, setFileInput] = useState(fileInputs[0]?.name ?? "");
  const files = useBatchFiles();
  const [table, setTable] = useState<FileRef | null>(null);
  const [columns, setColumns] = useState<Columns | null>(null);
  const [isLeftOut, setLeftOut] = useState(false);
  const [name, setName] = useState("");
  const [hasTried, setTried] = useState(false);
  const named = useBatchFiles();
  // Asked anew when all are there, not after each.
  const isNamedSent = named.sent.length + named.failed.length === named.files.length;
  const check = useTableCheck(workflowId, {
    file: source === "table" ? table : null,
    columns,
    files: isNamedSent ? named.sent : noFiles,
  });
  const onStarted = ({ batchId }: { batchId: string }) => router.push(`/runs/batches/${batchId}`);
  const startFiles = useMutation(trpc.batches.startFiles.mutationOptions({ onSuccess: onStarted }));
  const startTable = useMutation(trpc.batches.startTable.mutationOptions({ onSuccess: onStarted }));
  const start = source === "files" ? startFiles : startTable;

  const mapping = table && check.data && !check.error ? (columns ?? check.data.mapping) : {};
  const isOwn = (input: string) => (source === "files" ? input === fileInput : Object.hasOwn(mapping, input));
  const shared = inputs.filter((input) => !isOwn(input.name));
  const { values, errors } = takeDrafts(shared, drafts);
  const wrongRows = check.data?.wrongRows ?? 0;
  const count =
    source === "files"
      ? files.files.length
      : table && check.data && !check.error
        ? check.data.rowCount - (isLeftOut ? wrongRows : 0)
        : 0;
  const suggested =
    source === "files"
      ? suggestName({ labels: files.files.map(({ label }) => label) })
      : suggestName({ table: table?.name });
  const whyNot = whyNotYet();

  function whyNotYet(): string | null {
    if (!mayRun)
      return "You can look at batches here. To run one, ask an admin of the workspace for the role of a runner.";
    if (source === "table" && table && check.isFetching) return "The table is being read.";
    if (count === 0) return source === "files" ? "Choose the files first." : "Choose the table first.";
    if (count > MAX_BATCH_ITEMS) return "These are too many items for one batch.";
    if (source === "files" && files.failed.length > 0) return "Leave out the files that were not sent, or try again.";
    if (source === "files") return files.sent.length < count ? "The files are still being sent." : null;
    if (!isNamedSent) return "The files are still being sent.";
    if (Object.keys(mapping).length === 0) return "Choose the column of at least one input.";
    return wrongRows > 0 && !isLeftOut ? "Mend the rows that do not fit, or leave them out." : null;
  }

  function run() {
    if (whyNot !== null || start.isPending || start.isSuccess) return;
    setTried(true);
    const [faulty] = shared.filter((input) => errors[input.name] !== undefined);
    if (faulty) return announce(errors[faulty.name]!);
    const batch = { workflowId, name: name.trim() || suggested, inputs: values };
    if (source === "files") startFiles.mutate({ ...batch, input: fileInput, files: files.sent });
    else
      startTable.mutate({ ...batch, file: table!, columns: mapping, files: named.sent, leaveOutWrongRows: isLeftOut });
  }

  useRunKey(run);

  if (inputs.length === 0) {
    return (
      <>
        <FormHeader form={form} view="many" />
        <EmptyState
          icon={Layers}
          title="There is nothing to vary"
          actions={
            <LinkButton variant="primary">
              <Link href={`/workflows/${workflowId}`}>Open the canvas</Link>
            </LinkButton>
          }
        >
          A batch gives each of its items another input, and this workflow has none. Put an Input node on its canvas.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <FormHeader form={form} view="many" />
      <div className="flex min-h-0 flex-1 flex-col lg:grid lg:grid-cols-[minmax(400px,1fr)_minmax(0,1.2fr)] lg:grid-rows-[minmax(0,1fr)_auto]">
        <div className="max-lg:min-h-0 max-lg:flex-1 max-lg:overflow-y-auto lg:contents">
          <form
            id="batch-form"
            aria-label="Batch"
            noValidate
            className="lg:col-start-1 lg:row-start-1 lg:overflow-y-auto"
            onSubmit={(event) => {
              event.preventDefault();
              run();
            }}
          >
            <div className="mx-auto grid max-w-[640px] grid-cols-[minmax(0,1fr)] gap-5 px-6 py-5 max-sm:px-4 max-sm:py-4">
              <Problems form={form} />
              <section aria-labelledby="batch-items" className="grid grid-cols-[minmax(0,1fr)] gap-3">
                <h2 id="batch-items" className="text-md">
                  Items
                </h2>
                <Segmented
                  label="Where the items come from"
                  value={source}
                  size="lg"
                  options={[
                    { value: "files", label: "A file each" },
                    { value: "table", label: "Rows of a table" },
                  ]}
                  onChange={setSource}
                />
                {source === "table" ? (
                  <TableSource
                    file={table}
                    onFile={(next) => {
                      setTable(next);
                      setColumns(null);
                      setLeftOut(false);
                    }}
                    check={check}
                    columns={columns}
                    onColumns={(next) => {
                      setColumns(next);
                      setLeftOut(false);
                    }}
                    isLeftOut={isLeftOut}
                    onLeaveOut={setLeftOut}
                    files={named}
                  />
                ) : fileInputs.length === 0 ? (
                  <p className="text-2">
                    No input of this workflow takes a single file. Use the rows of a table instead.
                  </p>
                ) : (
                  <>
                    {fileInputs.length > 1 && (
                      <Field label="Each file is the value of">
                        {(control) => (
                          <Select
                            {...control}
                            value={fileInput}
                            options={fileInputs.map((input) => ({ value: input.name, label: input.name }))}
                            onChange={(next) => {
                              setFileInput(next);
                              // Files of another kind.
                              files.clear();
                            }}
                          />
                        )}
                      </Field>
                    )}
                    <FileSource input={fileInputs.find((input) => input.name === fileInput)!} files={files} />
                  </>
                )}
              </section>
              {shared.length > 0 && (
                <section aria-labelledby="batch-shared" className="grid grid-cols-[minmax(0,1fr)] gap-5">
                  <h2 id="batch-shared" className="text-md">
                    The same for all items
                  </h2>
                  {shared.map((input) => (
                    <FormField
                      key={input.nodeId}
                      input={input}
                      draft={drafts[input.name]}
                      error={hasTried ? errors[input.name] : undefined}
                      onChange={(draft) => setDraft(input.name, draft)}
                    />
                  ))}
                </section>
              )}
              <Field label="Name of the batch">
                {(control) => (
                  <TextInput
                    {...control}
                    inputSize="lg"
                    value={name}
                    placeholder={suggested}
                    maxLength={MAX_BATCH_NAME_CHARACTERS}
                    onChange={(event) => setName(event.target.value)}
                  />
                )}
              </Field>
            </div>
          </form>
          <section
            aria-label="What will run"
            className="border-line bg-panel max-lg:border-t lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:overflow-y-auto lg:border-l"
          >
            <div className="mx-auto grid max-w-[880px] grid-cols-[minmax(0,1fr)] gap-6 px-6 py-5 max-sm:px-4 max-sm:py-4">
              <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
                <h2 className="text-md">
                  {count === 0 ? "What will run" : `${formatQuantity(count, "item")} will run`}
                </h2>
                {source === "table" && table && check.data && !check.error ? (
                  <ItemsPreview check={check.data} />
                ) : (
                  <p className="max-w-[60ch] text-2">
                    Each {source === "files" ? "file" : "row"} becomes a run of its own, in the background. A batch
                    takes up to 10,000; its page shows how far it is, and gives the results as a table.
                  </p>
                )}
                {source === "files" && files.sent.length > 0 && (
                  <FileTiles
                    files={files.sent.slice(0, SHOWN_FILES).map(({ file }) => file)}
                    kind={fileInputs.find((input) => input.name === fileInput)!.kind}
                    onRemove={null}
                  />
                )}
              </div>
              <RecentBatches workflowId={workflowId} />
            </div>
          </section>
        </div>
        <ManyBar
          count={count}
          isBusy={start.isPending || start.isSuccess}
          isReady={whyNot === null && form.problems.length === 0}
          whyNot={whyNot}
          faults={hasTried ? Object.keys(errors).length : 0}
          error={
            start.error && !start.isPending
              ? (asServerError(start.error)?.message ?? "The server did not answer. Nothing was started: try again.")
              : null
          }
        />
      </div>
    </>
  );
}
