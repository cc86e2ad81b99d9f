"use client";
import { FolderOpen, Upload, X } from "lucide-react";
import { useRef } from "react";
import { Button } from "#components/ui/button";
import { IconButton } from "#components/ui/icon-button";
import { ProgressBar } from "#components/ui/progress-bar";
import { MAX_BATCH_ITEMS } from "#graph/batches";
import type { WorkflowInput } from "#graph/workflow-interface";
import { acceptedFiles } from "../../editor/dropping/accepted-files.ts";
import { VirtualRows } from "../../runs/values/virtual-rows";
import { formatBytes } from "../../ui/format-bytes.ts";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { useFileDrop } from "../../ui/use-file-drop.ts";
import { droppedFiles, type NamedFile, namedFiles } from "./dropped-files.ts";
import type { useBatchFiles } from "./use-batch-files.ts";

const ROW_PX = 32;

/** Many files or a folder, dropped or chosen. */
export function FileSource({
  input,
  files,
}: {
  input: Pick<WorkflowInput, "name" | "kind">;
  files: ReturnType<typeof useBatchFiles>;
}) {
  const picker = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const { kind } = input;
  const accept = kind === "tensor" ? [".npy"] : (acceptedFiles[kind] ?? []);
  const count = files.files.length;
  const sending = count - files.sent.length - files.failed.length;
  const take = (given: readonly NamedFile[]) => files.add(kind, given);
  const { isOver, target } = useFileDrop(({ items }) => void droppedFiles(items).then(take));
  const fileInput = (ref: React.RefObject<HTMLInputElement | null>, label: string, more: object) => (
    <input
      ref={ref}
      type="file"
      multiple
      aria-label={label}
      tabIndex={-1}
      className="sr-only"
      {...more}
      onChange={(event) => {
        take(namedFiles(event.target.files ?? []));
        event.target.value = "";
      }}
    />
  );
  return (
    <div
      data-over={isOver || undefined}
      className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-3 border border-dashed border-control bg-node p-3 data-over:border-ink data-over:bg-selected"
      {...target}
    >
      <div className="flex flex-wrap items-center gap-2">
        <Button icon={Upload} onClick={() => picker.current?.click()}>
          {count > 0 ? "Add files" : "Choose files"}
        </Button>
        <Button icon={FolderOpen} className="pointer-coarse:hidden" onClick={() => folder.current?.click()}>
          Choose a folder
        </Button>
        <span className="text-xs text-3 pointer-coarse:hidden">or drop them here</span>
        {count > 0 && (
          <Button variant="quiet" size="sm" className="ml-auto" onClick={files.clear}>
            Remove all
          </Button>
        )}
      </div>
      {fileInput(picker, `Files for ${input.name}`, { accept: accept.join(",") })}
      {fileInput(folder, `Folder for ${input.name}`, { webkitdirectory: "" })}
      {count > MAX_BATCH_ITEMS && (
        <p role="alert" className="text-xs text-danger">
          A batch takes up to {formatCount(MAX_BATCH_ITEMS)} items; these are {formatCount(count)}. Make several batches
          of them.
        </p>
      )}
      {sending > 0 && (
        <div className="grid gap-1">
          <ProgressBar label="Files sent" fraction={files.sent.length / count} />
          <p className="text-xs tabular-nums text-3">
            {formatCount(files.sent.length)} of {formatQuantity(count, "file")} sent
          </p>
        </div>
      )}
      {files.failed.length > 0 && (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-xs text-danger">
          {formatQuantity(files.failed.length, "file was", "files were")} not sent: {files.failed[0]!.error}
          <span className="flex gap-2">
            <Button size="sm" onClick={files.leaveFailedOut}>
              Leave {files.failed.length === 1 ? "it" : "them"} out
            </Button>
            <Button size="sm" onClick={files.retryFailed}>
              Try again
            </Button>
          </span>
        </p>
      )}
      {files.leftOut.length > 0 && <LeftOut leftOut={files.leftOut} />}
      {count > 0 && (
        <VirtualRows
          label={`Files, ${formatQuantity(count, "item")}`}
          role="list"
          count={count}
          rowPx={ROW_PX}
          maxHeightPx={320}
          className="rounded-2 border border-line"
          renderRow={(index) => {
            const { id, label, file, sent, error } = files.files[index]!;
            return (
              <div role="listitem" className="flex h-full items-center gap-3 border-b border-line px-2.5 text-xs">
                <span className="min-w-0 flex-1 truncate" title={error ?? label}>
                  {label}
                </span>
                <span className={error ? "text-danger" : "tabular-nums text-3"}>
                  {error ? "Not sent" : sent ? formatBytes(file.size) : "Waits to be sent"}
                </span>
                <IconButton icon={X} size="sm" label={`Remove ${label}`} onClick={() => files.remove(id)} />
              </div>
            );
          }}
        />
      )}
    </div>
  );
}

function LeftOut({ leftOut }: { leftOut: readonly { label: string; why: string }[] }) {
  return (
    <details className="text-xs text-2">
      <summary className="cursor-pointer">{formatQuantity(leftOut.length, "file")} left out</summary>
      <ul className="mt-1.5 grid max-h-40 gap-1 overflow-y-auto wrap-anywhere">
        {leftOut.slice(0, 200).map(({ label, why }, index) => (
          <li key={index}>
            {label}: {why}
          </li>
        ))}
      </ul>
    </details>
  );
}
