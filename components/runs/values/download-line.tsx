"use client";
import { Download as DownloadIcon } from "lucide-react";
import type { RecordedValue } from "#graph/recorded-values";
import { Icon } from "#components/ui/icon";
import { formatBytes } from "../../ui/format-bytes.ts";
import { showToast } from "../../ui/toast-store.ts";
import { downloadFile } from "../../editor/clipboard/download-file.ts";
import { useContentUrls } from "../content-urls-context.tsx";
import { type Download, downloadsOf } from "./downloads.ts";

const look =
  "inline-flex min-h-6 w-fit max-w-full items-center gap-1.5 text-xs text-2 underline decoration-(--border-strong) underline-offset-3 hover:decoration-current";

/** The value as files for other programs. */
export function DownloadLine({ record }: { record: RecordedValue }) {
  const downloads = downloadsOf(record, useContentUrls());
  return downloads.map((download) => <One key={download.name} download={download} />);
}

function One({ download }: { download: Download }) {
  const { name, sizeBytes } = download;
  const words = (
    <>
      <Icon icon={DownloadIcon} size={12} />
      <span className="truncate">
        <span className="sr-only">Download </span>
        {name}
      </span>
      {sizeBytes !== undefined && <span className="shrink-0 text-3">{formatBytes(sizeBytes)}</span>}
    </>
  );
  if ("url" in download) {
    return (
      <a href={download.url} download={name} className={look}>
        {words}
      </a>
    );
  }
  async function save(make: () => Promise<Blob>) {
    try {
      downloadFile(await make(), name);
    } catch (error) {
      showToast({ tone: "failed", title: `${name} could not be made`, description: (error as Error).message });
    }
  }
  return (
    <button type="button" onClick={() => void save(download.make)} className={look}>
      {words}
    </button>
  );
}
