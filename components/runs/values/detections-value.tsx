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
              <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:h-6 [&>th]:bg-panel [&>th]:pr-3 [&>th]:font-medium [&>th:last-child]:pr-0 [&>th:last-child]:text-right">
                <th>label</th>
                <th>score</th>
                <th>x, y, w × h in px</th>
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
                  <td>
                    <span className="flex items-center gap-2 tabular-nums">
                      <span aria-hidden className="h-1 w-12 overflow-hidden rounded-full bg-line max-sm:hidden">
                        <span className="block h-full bg-bar" style={{ width: `${item.score * 100}%` }} />
                      </span>
                      {formatFraction(item.score)}
                    </span>
                  </td>
                  <td className="whitespace-nowrap text-right tabular-nums">
                    {Math.round(item.x)}, {Math.round(item.y)}, {Math.round(item.width)} × {Math.round(item.height)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </div>
  );
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
