"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { formatBytes } from "../../ui/format-bytes.ts";
import { formatCount } from "../../ui/format-number.ts";
import { useContentUrls } from "../content-urls-context.tsx";
import { AudioStudio } from "./audio-studio";
import { ContentFailed, ContentLoading } from "./content-state";
import { fetchContent } from "./fetch-content.ts";
import type { PreviewSize, ValueProps } from "./value-props.ts";
import { readWav } from "./wav-samples.ts";

/** Longer sounds are played without being drawn. */
const MAX_DRAWN_BYTES = 128_000_000;

/** A sound: on a node its loudness over time, in a panel to be played and looked at. */
export function AudioValue(props: ValueProps<"audio">) {
  const { preview, record, size } = props;
  const { sampleRate, durationS, channels } = preview;
  const facts = (
    <p className="tabular-nums text-2">
      {durationS.toFixed(1)} s, {formatCount(sampleRate)} Hz, {channels === 1 ? "mono" : `${channels} channels`}
    </p>
  );
  if (size === "node") {
    return (
      <div className="grid gap-1 px-2 py-1.5 text-2xs">
        <Peaks preview={preview} />
        {facts}
      </div>
    );
  }
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 text-xs">
      {"artifact" in record ? <CloseAudio {...props} size={size} /> : <Peaks preview={preview} />}
      {facts}
    </div>
  );
}

function Peaks({ preview: { durationS, peaks } }: { preview: ValueProps<"audio">["preview"] }) {
  return (
    <svg
      role="img"
      aria-label={`Waveform of ${durationS.toFixed(1)} s`}
      viewBox={`0 -1 ${Math.max(1, peaks.length)} 2`}
      preserveAspectRatio="none"
      className="block h-8 w-full text-2"
    >
      {peaks.map((peak, index) => (
        <rect
          key={index}
          x={index + 0.15}
          y={-peak}
          width={0.7}
          height={Math.max(0.02, peak * 2)}
          fill="currentColor"
        />
      ))}
    </svg>
  );
}

function CloseAudio({ preview, record, size }: ValueProps<"audio"> & { size: Exclude<PreviewSize, "node"> }) {
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
