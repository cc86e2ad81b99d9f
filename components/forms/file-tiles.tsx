"use client";
import { File as FileIcon, X } from "lucide-react";
import { Icon } from "#components/ui/icon";
import { IconButton } from "#components/ui/icon-button";
import type { Kind } from "#graph/kinds";
import type { FileRef } from "#graph/schema";
import { artifactUrl } from "../runs/artifact-url.ts";
import { formatBytes } from "../ui/format-bytes.ts";
import { FilePreview } from "./file-preview";

/** Of many files the first are looked into. */
const MAX_PREVIEWS = 4;

/** What was chosen, as what it is: pictures side by side, anything else by name with what is in it. */
export function FileTiles({
  files,
  kind,
  onRemove,
}: {
  files: readonly FileRef[];
  kind: Kind;
  onRemove: ((index: number) => void) | null;
}) {
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
          {index < MAX_PREVIEWS && <FilePreview file={file} kind={kind} />}
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
