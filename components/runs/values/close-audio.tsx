"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { formatBytes } from "../../ui/format-bytes.ts";
import { useContentUrls } from "../content-urls-context.tsx";
import { AudioStudio } from "./audio-studio";
import { ContentFailed, ContentLoading } from "./content-state";
import { fetchContent } from "./fetch-content.ts";
import { Peaks } from "./peaks";
import type { CloseProps } from "./value-props.ts";
import { readWav } from "./wav-samples.ts";

/** Longer sounds are played without being drawn. */
const MAX_DRAWN_BYTES = 128_000_000;

/** A sound to be played and looked at. */
export function CloseAudio({ preview, record, size }: CloseProps<"audio">) {
  const artifact = "artifact" in record ? record.artifact : null;
  const { contentUrl } = useContentUrls();
  const isDrawn = artifact !== null && artifact.sizeBytes <= MAX_DRAWN_BYTES;
  const url = artifact && contentUrl(artifact);
  const { data, error, refetch } = useQuery({
    queryKey: ["wav", url],
    queryFn: url && isDrawn ? async ({ signal }) => readWav(await fetchContent(url, { signal })) : skipToken,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });
  if (!url) return null;
  if (error) return <ContentFailed label="sound" error={error} onRetry={() => void refetch()} />;
  if (!isDrawn) {
    return (
      <>
        <Peaks preview={preview} />
        <audio controls preload="metadata" src={url} aria-label="Sound" className="w-full" />
        <p className="text-3">With {formatBytes(artifact!.sizeBytes)} the sound is too long to be drawn here.</p>
      </>
    );
  }
  if (!data) return <ContentLoading label="the sound" className="h-40 w-full" />;
  return <AudioStudio url={url} samples={data} size={size} />;
}
