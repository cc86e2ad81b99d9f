"use client";
import { Segmented } from "#components/ui/segmented";
import { isRecordedList, type RecordedFlow } from "#graph/recorded-values";
import type { ImageDifference } from "#graph/value-differences";
import { ContentFailed, ContentLoading } from "../../runs/values/content-state";
import { Facts } from "../../runs/values/facts";
import { formatPercent } from "../../runs/values/format-fraction.ts";
import { memberUrls } from "../../runs/artifact-url.ts";
import { Picture, pictureOf } from "../../runs/values/picture";
import { formatQuantity, formatValue } from "../../ui/format-number.ts";
import type { DifferenceProps } from "../difference-view";
import { useDifference, type ComparedPlace } from "../use-difference.ts";
import { useShown } from "../use-shown.ts";
import { PictureBlink } from "./picture-blink";
import { PictureSlider } from "./picture-slider";

const views = ["slider", "blink", "map"] as const;
type View = (typeof views)[number];

/** Two pictures under a slider or in turn, or a map of where they differ. */
export function ImageDiff({ difference, a, b, place }: DifferenceProps & { difference: ImageDifference }) {
  const [shown, show] = useShown(place, "view");
  const view: View = views.find((one) => one === shown) ?? "slider";
  const { pixels, sizes, channels } = difference;
  const [before, after] = [sourceOf(a), sourceOf(b)];
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {pixels && (
        <Segmented
          label="How the pictures are compared"
          className="w-fit"
          value={view}
          options={[
            { value: "slider", label: "Slider" },
            { value: "blink", label: "Blink" },
            { value: "map", label: "Difference" },
          ]}
          onChange={show}
        />
      )}
      {view === "map" && pixels ? (
        <DifferenceMap place={place} widthPx={sizes[1].width} heightPx={sizes[1].height} />
      ) : view === "blink" && pixels ? (
        before && after && <PictureBlink a={before} b={after} />
      ) : (
        before && after && <PictureSlider a={before} b={after} />
      )}
      {pixels ? (
        <>
          <p className="text-xs tabular-nums text-2">
            {formatQuantity(pixels.differing, "pixel differs", "pixels differ")},{" "}
            {formatPercent(pixels.differing / pixels.total)} of all.
          </p>
          <Facts
            facts={[
              ["Largest", `${pixels.max} of 255 at ${pixels.at.join(", ")}`],
              ["Mean", `${formatValue(pixels.mean, 3)} of 255`],
            ]}
          />
        </>
      ) : (
        <p className="text-xs text-2">
          {sizes[0].width} × {sizes[0].height} px became {sizes[1].width} × {sizes[1].height} px. Pictures of other
          sizes are not compared pixel by pixel.
        </p>
      )}
      {channels[0] !== channels[1] && (
        <p className="text-xs text-2">
          {formatQuantity(channels[0], "channel")} became {channels[1]}.
        </p>
      )}
    </div>
  );
}

function DifferenceMap({ place, widthPx, heightPx }: { place: ComparedPlace; widthPx: number; heightPx: number }) {
  const { data, error, refetch } = useDifference(place, { withMap: true });
  if (error)
    return <ContentFailed label="difference map" error={new Error(error.message)} onRetry={() => void refetch()} />;
  if (data?.kind !== "image" || !data.map) return <ContentLoading label="the difference map" className="h-40 w-full" />;
  return (
    <figure className="grid gap-1">
      <Picture
        source={{ url: `data:image/png;base64,${data.map.base64}`, widthPx, heightPx }}
        label="Where the pictures differ"
        size="panel"
      />
      <figcaption className="text-xs text-3">
        Black is the same, white the largest difference that there can be; small ones are brightened.
      </figcaption>
    </figure>
  );
}

function sourceOf(record: RecordedFlow) {
  return isRecordedList(record) ? null : pictureOf(record, "panel", memberUrls);
}
