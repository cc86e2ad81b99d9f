"use client";
import { useMemo } from "react";
import { useContentUrls } from "../content-urls-context.tsx";
import { ContentFailed, ContentLoading } from "./content-state";
import { ImageHistogram } from "./image-histogram";
import { pictureOf } from "./picture";
import { createPixelReader } from "./picture-pixels.ts";
import { Stage } from "./stage";
import { usePicture } from "./use-picture.ts";
import type { CloseProps } from "./value-props.ts";

const channelWords: Record<number, string> = { 1: "grey", 3: "RGB", 4: "RGBA" };

/** A picture to be looked into: its pixels, and how its colours are spread. */
export function CloseImage({ preview, record, size }: CloseProps<"image">) {
  const urls = useContentUrls();
  const { width, height, channels } = preview;
  const source = pictureOf(record, size, urls);
  const { data: picture, error, refetch } = usePicture(source?.url ?? null);
  const isExact = picture?.naturalWidth === width && picture.naturalHeight === height;
  const readPixel = useMemo(
    () => (picture && isExact ? createPixelReader(picture, channels) : null),
    [picture, isExact, channels],
  );
  if (error) return <ContentFailed label="picture" error={error} onRetry={() => void refetch()} />;
  if (!picture) return <ContentLoading label="the picture" className="h-40 w-full" />;
  return (
    <figure className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <Stage
        label={`Image, ${width} × ${height} px`}
        width={width}
        height={height}
        layers={[{ source: picture }]}
        readPixel={readPixel ? ({ x, y }) => `${x}, ${y}: ${readPixel(x, y).join(" ")}` : undefined}
        size={size}
      />
      <figcaption className="text-xs tabular-nums text-3">
        {width} × {height} px, {channelWords[channels] ?? `${channels} channels`}
        {!isExact && `, shown from a smaller picture of ${picture.naturalWidth} × ${picture.naturalHeight} px`}
      </figcaption>
      <ImageHistogram picture={picture} channels={channels} />
    </figure>
  );
}
