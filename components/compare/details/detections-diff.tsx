"use client";
import type { DetectionsDifference } from "#graph/value-differences";
import type { Detection } from "#graph/values";
import { memberUrls } from "../../runs/artifact-url.ts";
import { Picture, pictureOf } from "../../runs/values/picture";
import { printable } from "../../runs/values/text-lines.ts";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { signed } from "../difference-words.ts";
import type { DifferenceProps } from "../difference-view";
import { SidesTable, type SidesRow } from "../sides-table";

/** Boxes of both runs on the picture of B, A's dashed, and what became of each in a table. */
export function DetectionsDiff({ difference, overImages }: DifferenceProps & { difference: DetectionsDifference }) {
  const { sizes, matched, unchanged, labelChanges, meanIou, changed, onlyA, onlyB, onlyACount, onlyBCount } =
    difference;
  const size = sizes[1];
  const source = pictureOf(overImages.b, "panel", memberUrls) ?? {
    url: null,
    widthPx: size.width,
    heightPx: size.height,
  };
  const rows: SidesRow[] = [
    ...onlyB.map((box) => ({ name: printable(box.label), a: "not there", b: boxWords(box), change: "only in B" })),
    ...onlyA.map((box) => ({ name: printable(box.label), a: boxWords(box), b: "not there", change: "only in A" })),
    ...changed.map(({ a, b, iou }) => ({
      name: a.label === b.label ? printable(b.label) : `${printable(a.label)} → ${printable(b.label)}`,
      a: boxWords(a),
      b: boxWords(b),
      change: `IoU ${iou.toFixed(2)}, ${signed(b.score - a.score, (score) => score.toFixed(2))}`,
    })),
  ];
  return (
    <>
      <Picture source={source} label="Boxes that differ, those of A dashed" size="panel">
        {changed.map(({ a, b }, index) => (
          <g key={`changed ${index}`}>
            <BoxOf box={a} isDashed />
            <BoxOf box={b} />
          </g>
        ))}
        {onlyA.map((box, index) => (
          <BoxOf key={`a ${index}`} box={box} isDashed colour="#ff5c5c" />
        ))}
        {onlyB.map((box, index) => (
          <BoxOf key={`b ${index}`} box={box} colour="#5cff7a" />
        ))}
      </Picture>
      <p className="text-xs tabular-nums text-2">
        {formatQuantity(matched, "box", "boxes")} matched{meanIou !== null && `, mean IoU ${meanIou.toFixed(3)}`}
        {unchanged > 0 && `, ${formatCount(unchanged)} unchanged`}
        {labelChanges > 0 && `, ${formatCount(labelChanges)} with another label`}; {formatCount(onlyACount)} only in A,{" "}
        {formatCount(onlyBCount)} only in B.
      </p>
      {rows.length > 0 && <SidesTable label="Boxes that differ" head="Label" rows={rows} />}
    </>
  );
}

/** The hues are those of labels on pictures, which are the same in both themes. */
function BoxOf({ box, isDashed = false, colour = "#ffd84d" }: { box: Detection; isDashed?: boolean; colour?: string }) {
  return (
    <rect
      x={box.x}
      y={box.y}
      width={Math.max(0, box.width)}
      height={Math.max(0, box.height)}
      fill="none"
      stroke={colour}
      strokeWidth={1.75}
      strokeDasharray={isDashed ? "5 4" : undefined}
      vectorEffect="non-scaling-stroke"
    />
  );
}

function boxWords({ x, y, width, height, score }: Detection): string {
  return `${[x, y, width, height].map((value) => Math.round(value)).join(", ")} (${score.toFixed(2)})`;
}
