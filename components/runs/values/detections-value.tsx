"use client";
import { useState } from "react";
import type { Detection } from "#graph/values";
import { ScrollRegion } from "#components/ui/scroll-region";
import { inkOn, labelHue, parseColour } from "#nodes/label-hues";
import { formatQuantity } from "../../ui/format-number.ts";
import { Swatch } from "./swatch";
import { formatFraction } from "./format-fraction.ts";
import { Picture, pictureOf } from "./picture";
import type { ValueProps } from "./value-props.ts";

const MAX_DRAWN = 200;
const MAX_LABEL_CHARACTERS = 24;

/** Boxes over their picture, or over an empty frame of its size; in a panel with a table that lights up the box under the pointer. */
export function DetectionsValue({ preview, size, overImage }: ValueProps<"detections">) {
  const [lit, setLit] = useState<number | null>(null);
  const { width, height, items, count } = preview;
  const source = pictureOf(overImage, size) ?? { url: null, widthPx: width, heightPx: height };
  const label = formatQuantity(count, "object");
  const picture = (
    <Picture source={source} label={label} size={size}>
      {items.slice(0, MAX_DRAWN).map((item, index) => (
        <Box
          key={index}
          item={item}
          unitPx={Math.max(width, height) / (size === "node" ? 156 : 300)}
          hasLabel={size === "panel" && (lit === null ? items.length <= 25 : lit === index)}
          isDim={lit !== null && lit !== index}
        />
      ))}
    </Picture>
  );
  if (size === "node") return picture;
  return (
    <div className="grid min-w-0 gap-2">
      {picture}
      <p className="text-xs text-2">
        {label}
        {count > items.length && `, the ${items.length} with the highest scores are shown`}
      </p>
      {items.length > 0 && (
        <ScrollRegion label="Objects" className="max-h-72">
          <table className="w-full text-xs">
            <thead className="text-left text-3">
              <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:h-6 [&>th]:bg-panel [&>th]:pr-3 [&>th]:font-medium [&>th:last-child]:pr-0 [&>th:not(:first-child)]:text-right">
                <th>label</th>
                <th>score</th>
                <th title="Left edge, in pixels">x</th>
                <th title="Upper edge, in pixels">y</th>
                <th title="Width, in pixels">w</th>
                <th title="Height, in pixels">h</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item, index) => (
                <tr
                  key={index}
                  onPointerEnter={() => setLit(index)}
                  onPointerLeave={() => setLit(null)}
                  className="hover:bg-hover [&>td]:h-[25px] [&>td]:border-t [&>td]:border-line [&>td]:pr-3 [&>td:last-child]:pr-0"
                >
                  <td className="max-w-28 truncate">
                    <Swatch colour={labelHue(item.classIndex)} /> {item.label}
                  </td>
                  {[formatFraction(item.score), ...boundsOf(item)].map((cell, column) => (
                    <td key={column} className="text-right tabular-nums">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </div>
  );
}

function boundsOf({ x, y, width, height }: Detection): number[] {
  return [x, y, width, height].map(Math.round);
}

/** `unitPx`: pixels of the picture that are about one on the screen. */
function Box({
  item,
  unitPx,
  hasLabel,
  isDim,
}: {
  item: Detection;
  unitPx: number;
  hasLabel: boolean;
  isDim: boolean;
}) {
  const colour = labelHue(item.classIndex);
  const words = `${item.label.slice(0, MAX_LABEL_CHARACTERS)} ${item.score.toFixed(2)}`;
  const heightPx = 14 * unitPx;
  const top = item.y >= heightPx ? item.y - heightPx : item.y;
  return (
    <g opacity={isDim ? 0.25 : 1}>
      <rect
        x={item.x}
        y={item.y}
        width={Math.max(0, item.width)}
        height={Math.max(0, item.height)}
        fill="none"
        stroke={colour}
        strokeWidth={1.75}
        vectorEffect="non-scaling-stroke"
      />
      {hasLabel && (
        <>
          <rect x={item.x} y={top} width={(words.length * 5.9 + 8) * unitPx} height={heightPx} fill={colour} />
          <text
            x={item.x + 4 * unitPx}
            y={top + 10.5 * unitPx}
            fontSize={10.5 * unitPx}
            fontWeight={600}
            fill={`rgb(${inkOn(parseColour(colour)).join(" ")})`}
          >
            {words}
          </text>
        </>
      )}
    </g>
  );
}
