"use client";
import type { RecordedFlow } from "#graph/recorded-values";
import { isRecordedList } from "#graph/recorded-values";
import type { MaskDifference } from "#graph/value-differences";
import { memberUrls } from "../../runs/artifact-url.ts";
import { formatPercent } from "../../runs/values/format-fraction.ts";
import { printable } from "../../runs/values/text-lines.ts";
import { formatCount } from "../../ui/format-number.ts";
import type { DifferenceProps } from "../difference-view";
import { SidesTable } from "../sides-table";
import { PictureSlider } from "./picture-slider";

export function MaskDiff({ difference, a, b }: DifferenceProps & { difference: MaskDifference }) {
  const { sizes, classes, differing, total } = difference;
  const [before, after] = [thumbnailOf(a), thumbnailOf(b)];
  return (
    <>
      {before && after && <PictureSlider a={before} b={after} />}
      <p className="text-xs tabular-nums text-2">
        {differing === null
          ? `${sizes[0].width} × ${sizes[0].height} px became ${sizes[1].width} × ${sizes[1].height} px.`
          : `${formatCount(differing)} pixels have another class, ${formatPercent(differing / Math.max(1, total))} of all.`}
      </p>
      <SidesTable
        label="Pixels of each class"
        head="Class"
        rows={classes.map(({ label, a: one, b: other, iou }) => ({
          name: printable(label),
          a: formatCount(one),
          b: formatCount(other),
          change: iou === null ? "–" : `IoU ${iou.toFixed(3)}`,
        }))}
      />
    </>
  );
}

function thumbnailOf(record: RecordedFlow) {
  if (isRecordedList(record) || record.preview.kind !== "mask" || !record.preview.thumbnail) return null;
  const { thumbnail, width, height } = record.preview;
  return { url: memberUrls.contentUrl(thumbnail), widthPx: width, heightPx: height };
}
