"use client";
import { useMemo } from "react";
import { formatValue } from "../../ui/format-number.ts";
import { Disclosure } from "./disclosure";
import { Histogram } from "./histogram";
import { channelStatistics } from "./picture-pixels.ts";

/** How bright the pixels are, for each channel: as bars and in numbers. */
export function ImageHistogram({ picture, channels }: { picture: HTMLImageElement; channels: number }) {
  return <Disclosure label="Histogram">{() => <Channels picture={picture} channels={channels} />}</Disclosure>;
}

function Channels({ picture, channels }: { picture: HTMLImageElement; channels: number }) {
  const statistics = useMemo(() => channelStatistics(picture, channels), [picture, channels]);
  return (
    <ul aria-label="Channels" className="grid gap-2">
      {statistics.map(({ name, bins, min, max, mean }) => (
        <li key={name} className="rounded-3 border border-line bg-sunken px-3 pb-1.5 pt-2">
          <Histogram bins={bins} min={0} max={255} heightPx={36} />
          <p className="mt-1 flex justify-between gap-2 text-2xs tabular-nums text-3">
            <span className="text-2">{name}</span>
            <span>
              {min} – {max}, mean {formatValue(mean, 3)}
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}
