import { Download } from "lucide-react";
import type { RecordedValue } from "#graph/recorded-values";
import { Icon } from "#components/ui/icon";
import { formatBytes } from "../../ui/format-bytes.ts";
import { artifactName, artifactUrl } from "../artifact-url.ts";

/** The way to the whole value, where the record holds only a part of it. */
export function DownloadLine({ record }: { record: RecordedValue }) {
  if (!("artifact" in record)) return null;
  const { hash, sizeBytes, mediaType } = record.artifact;
  const { preview } = record;
  const name = "name" in preview ? preview.name : artifactName(record.kind, mediaType);
  return (
    <a
      href={artifactUrl(hash, name)}
      download={name}
      className="inline-flex min-h-6 w-fit max-w-full items-center gap-1.5 text-xs text-2 underline decoration-(--border-strong) underline-offset-3 hover:decoration-current"
    >
      <Icon icon={Download} size={12} />
      <span className="truncate">Download {name}</span>
      <span className="shrink-0 text-3">{formatBytes(sizeBytes)}</span>
    </a>
  );
}
