"use client";
import { File as FileIcon, ImageUp, Upload, X } from "lucide-react";
import { useRef, useState } from "react";
import type { FileRef } from "#graph/schema";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { ProgressBar } from "#components/ui/progress-bar";
import { artifactUrl } from "../../runs/artifact-url.ts";
import { formatBytes } from "../../ui/format-bytes.ts";
import { filesOf } from "../dropping/files-of.ts";
import { useSendFiles } from "../dropping/use-send-files.ts";
import type { FieldProps } from "./field-props.ts";
import { WorkspaceFiles } from "./workspace-files.tsx";

/** One file, or several: chosen or dropped, sent with progress, kept in the workspace. */
export function FileField({
  field,
  value,
  onChange,
  control,
  isReadOnly,
  isList = false,
  accept = field.accept,
}: FieldProps & { isList?: boolean; accept?: readonly string[] }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const files = filesOf(value);
  const { send, fraction, error, setError } = useSendFiles({
    isList,
    onSent: (sent) => onChange(isList ? [...files, ...sent] : sent[0]),
  });
  const isImage = accept.some((type) => type.startsWith("image/"));

  return (
    <div
      data-over={isOver || undefined}
      className="grid gap-1.5 rounded-2 border border-dashed border-control p-1.5 data-over:border-ink data-over:bg-selected"
      onDragOver={(event) => {
        if (isReadOnly || !event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!isReadOnly) void send([...event.dataTransfer.files]);
      }}
    >
      {files.map((file, index) => (
        <FileRow
          key={`${file.hash}-${index}`}
          file={file}
          onRemove={isReadOnly ? null : () => onChange(isList ? files.toSpliced(index, 1) : undefined)}
        />
      ))}
      {fraction !== null && <ProgressBar label="Sent" fraction={fraction} />}
      {!isReadOnly && (
        <span className="flex flex-wrap items-center justify-between gap-1">
          <Button
            size="sm"
            variant="quiet"
            icon={isImage ? ImageUp : Upload}
            isBusy={fraction !== null}
            onClick={() => input.current?.click()}
            aria-describedby={control["aria-describedby"]}
          >
            {buttonWords({ isImage, isList, hasFile: files.length > 0 })}
          </Button>
          <WorkspaceFiles
            accept={accept}
            isMany={isList}
            onChoose={(file) => {
              setError(null);
              onChange(isList ? [...files, file] : file);
            }}
          />
        </span>
      )}
      <input
        {...control}
        ref={input}
        type="file"
        aria-label={field.title}
        tabIndex={-1}
        className="sr-only"
        accept={accept.join(",")}
        multiple={isList}
        disabled={isReadOnly}
        onChange={(event) => {
          void send([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      {error && (
        <p role="alert" className="px-1 text-2xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

function buttonWords({ isImage, isList, hasFile }: { isImage: boolean; isList: boolean; hasFile: boolean }): string {
  const noun = isImage ? "picture" : "file";
  if (isList) return hasFile ? `Add ${noun}s` : `Choose or drop ${noun}s`;
  return hasFile ? `Another ${noun}` : `Choose or drop a ${noun}`;
}

function FileRow({ file, onRemove }: { file: FileRef; onRemove: (() => void) | null }) {
  return (
    <div className="flex min-w-0 items-center gap-2 text-xs">
      {file.mediaType.startsWith("image/") ? (
        <img
          src={artifactUrl(file.hash, file.name)}
          alt=""
          className="size-9 shrink-0 rounded-1 bg-sunken object-cover"
        />
      ) : (
        <span className="grid size-9 shrink-0 place-items-center rounded-1 bg-sunken text-3">
          <Icon icon={FileIcon} />
        </span>
      )}
      <span className="min-w-0 flex-1 leading-tight">
        <a href={artifactUrl(file.hash, file.name)} download={file.name} className="block truncate" title={file.name}>
          {file.name}
        </a>
        <span className="text-2xs text-3">{formatBytes(file.sizeBytes)}</span>
      </span>
      {onRemove && <IconButton icon={X} size="sm" label={`Remove ${file.name}`} onClick={onRemove} />}
    </div>
  );
}
