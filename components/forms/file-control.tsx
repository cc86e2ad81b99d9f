"use client";
import { Camera, File as FileIcon, ImageUp, Upload, X } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button";
import type { ControlProps } from "#components/ui/field";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import { ProgressBar } from "#components/ui/progress-bar";
import type { Kind } from "#graph/kinds";
import type { FileRef } from "#graph/schema";
import { acceptedFiles } from "../editor/accepted-files.ts";
import { useSendFiles } from "../editor/use-send-files.ts";
import { artifactUrl } from "../runs/artifact-url.ts";
import { formatBytes } from "../ui/format-bytes.ts";
import { refuseFile } from "./refuse-file.ts";

/** Files are dropped, chosen or photographed, and sent at once. What is chosen is shown as what it is. */
export function FileControl({
  kind,
  isList,
  name,
  files,
  isSample,
  onChange,
  control,
}: {
  kind: Kind;
  isList: boolean;
  name: string;
  files: readonly FileRef[];
  /** The files shown are the sample: what is chosen takes their place. */
  isSample: boolean;
  onChange: (files: FileRef[]) => void;
  control: ControlProps;
}) {
  const picker = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const { send, fraction, error, setError } = useSendFiles({
    isList,
    onSent: (sent) => onChange(isList && !isSample ? [...files, ...sent] : sent),
  });
  const isImage = kind === "image";
  const accept = kind === "tensor" ? [".npy"] : (acceptedFiles[kind] ?? []);
  const noun = isImage ? "picture" : "file";

  function take(chosen: FileList | null) {
    const list = [...(chosen ?? [])];
    const refused = list.map((file) => refuseFile(kind, file)).find((words) => words !== null);
    if (refused !== undefined) setError(refused);
    else void send(list);
  }
  function fileInput(ref: React.RefObject<HTMLInputElement | null>, label: string, isCamera: boolean) {
    return (
      <input
        ref={ref}
        type="file"
        aria-label={label}
        tabIndex={-1}
        className="sr-only"
        accept={isCamera ? "image/*" : accept.join(",")}
        {...(isCamera && { capture: "environment" })}
        multiple={isList && !isCamera}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
    );
  }
  return (
    <div
      data-over={isOver || undefined}
      data-invalid={control["aria-invalid"]}
      className="grid gap-2 rounded-3 border border-dashed border-control bg-node p-2.5 data-invalid:border-danger data-over:border-ink data-over:bg-selected"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        // Leaving for a child is no leaving.
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      {files.length > 0 && (
        <FileTiles
          files={files}
          onRemove={isSample ? null : (index) => onChange(files.filter((_, at) => at !== index))}
        />
      )}
      {fraction !== null && <ProgressBar label="Sent" fraction={fraction} />}
      <div className="flex flex-wrap items-center gap-2">
        {isImage && (
          <Button
            size="lg"
            icon={Camera}
            className="flex-1 not-pointer-coarse:hidden"
            onClick={() => camera.current?.click()}
          >
            Take a photo
          </Button>
        )}
        <Button
          {...control}
          icon={isImage ? ImageUp : Upload}
          isBusy={fraction !== null}
          className="max-sm:h-lg max-sm:flex-1"
          aria-label={`Choose a ${noun} for ${name}`}
          onClick={() => picker.current?.click()}
        >
          {isList && files.length > 0 && !isSample ? `Add ${noun}s` : isList ? `Choose ${noun}s` : `Choose a ${noun}`}
        </Button>
        <span className="text-xs text-3 pointer-coarse:hidden">or drop {isList ? "them" : "it"} here</span>
      </div>
      {fileInput(picker, `File for ${name}`, false)}
      {isImage && fileInput(camera, `Photo for ${name}`, true)}
      {error && (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

function FileTiles({ files, onRemove }: { files: readonly FileRef[]; onRemove: ((index: number) => void) | null }) {
  const arePictures = files.every(({ mediaType }) => mediaType.startsWith("image/"));
  const remove = (file: FileRef, index: number) =>
    onRemove && (
      <IconButton
        icon={X}
        size="sm"
        label={`Remove ${file.name}`}
        className={arePictures ? "absolute top-1 right-1 rounded-full bg-node text-1 shadow-2" : undefined}
        onClick={() => onRemove(index)}
      />
    );
  if (arePictures) {
    const isOne = files.length === 1;
    return (
      <ul className={isOne ? "grid" : "grid grid-cols-4 gap-2 max-sm:grid-cols-3"}>
        {files.map((file, index) => (
          <li key={`${file.hash}-${index}`} className="relative overflow-hidden rounded-2 bg-sunken">
            <img
              src={artifactUrl(file.hash, file.name)}
              alt={file.name}
              title={file.name}
              className={isOne ? "mx-auto max-h-56 max-w-full" : "aspect-square w-full object-cover"}
            />
            {remove(file, index)}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <ul className="grid gap-2">
      {files.map((file, index) => (
        <li key={`${file.hash}-${index}`} className="grid gap-1.5">
          <span className="flex min-w-0 items-center gap-2">
            <span className="grid size-9 shrink-0 place-items-center rounded-1 bg-sunken text-3">
              <Icon icon={FileIcon} />
            </span>
            <span className="min-w-0 flex-1 leading-tight">
              <a
                href={artifactUrl(file.hash, file.name)}
                download={file.name}
                className="block truncate"
                title={file.name}
              >
                {file.name}
              </a>
              <span className="text-xs text-3">{formatBytes(file.sizeBytes)}</span>
            </span>
            {remove(file, index)}
          </span>
          {file.mediaType.startsWith("audio/") && (
            <audio controls src={artifactUrl(file.hash)} aria-label={file.name} className="w-full">
              <track kind="captions" />
            </audio>
          )}
        </li>
      ))}
    </ul>
  );
}
