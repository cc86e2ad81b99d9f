"use client";
import { useState } from "react";
import { PortGlyph } from "#components/ui/port-glyph";
import { formatBytes } from "../../ui/format-bytes.ts";
import { useContentUrls } from "../content-urls-context.tsx";
import type { ValueProps } from "./value-props.ts";

/** What a file, a video or a model is called and how large it is; a video is played where the browser can. */
export function FileValue({ preview, record, size }: ValueProps<"file" | "video" | "model">) {
  const { contentUrl } = useContentUrls();
  const detail =
    preview.kind === "model" ? preview.hash.slice(0, 12) : `${preview.mediaType}, ${formatBytes(preview.sizeBytes)}`;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {size !== "node" && preview.kind === "video" && "artifact" in record && (
        <Video url={contentUrl(record.artifact)} name={preview.name} isLarge={size === "large"} />
      )}
      <div
        className={size === "node" ? "px-2 py-1.5 text-2xs" : "rounded-3 border border-line bg-node px-3 py-2 text-xs"}
      >
        <p className="flex items-center gap-1.5">
          <PortGlyph kind={preview.kind} size={12} />
          <span className="truncate font-medium" title={preview.name}>
            {preview.name}
          </span>
        </p>
        <p className="mono truncate text-3">{detail}</p>
      </div>
    </div>
  );
}

export function Video({ url, name, isLarge = false }: { url: string; name: string; isLarge?: boolean }) {
  const [isRefused, setIsRefused] = useState(false);
  if (isRefused) {
    return (
      <p role="alert" className="rounded-3 border border-line bg-sunken px-3 py-3 text-xs text-2">
        The browser cannot play this video, or it is gone. Download it, or run the workflow again.
      </p>
    );
  }
  return (
    <video
      controls
      preload="metadata"
      src={url}
      aria-label={`Video ${name}`}
      onError={() => setIsRefused(true)}
      className={`w-full rounded-3 border border-line bg-sunken ${isLarge ? "max-h-[calc(100dvh-220px)]" : "max-h-80"}`}
    />
  );
}
