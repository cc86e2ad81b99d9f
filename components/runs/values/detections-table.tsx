"use client";
import { labelHue } from "#nodes/label-hues";
import type { Detection } from "#graph/values";
import { classes } from "../../ui/classes.ts";
import { formatFraction } from "./format-fraction.ts";
import { Swatch } from "./swatch";
import type { PreviewSize } from "./value-props.ts";
import { VirtualRows } from "./virtual-rows";

const columns = "grid grid-cols-[minmax(64px,1fr)_52px_repeat(4,44px)] items-center gap-1 px-1";

/** The boxes in words and numbers; the one under the pointer is lit on the picture as well. */
export function DetectionsTable({
  items,
  lit,
  onLight,
  size,
}: {
  items: readonly Detection[];
  lit: Detection | null;
  onLight: (item: Detection | null) => void;
  size: PreviewSize;
}) {
  return (
    <div role="table" aria-label="Objects" aria-rowcount={items.length + 1} className="text-xs">
      <div role="rowgroup">
        <div role="row" className={classes(columns, "h-6 border-b border-line font-medium text-3")}>
          <span role="columnheader">label</span>
          {["score", "x", "y", "w", "h"].map((name) => (
            <span key={name} role="columnheader" title={titles[name]} className="text-right">
              {name}
            </span>
          ))}
        </div>
      </div>
      <VirtualRows
        role="rowgroup"
        label="Objects"
        count={items.length}
        rowPx={26}
        maxHeightPx={size === "large" ? 420 : 288}
        renderRow={(index) => {
          const item = items[index]!;
          return (
            <div
              role="row"
              aria-rowindex={index + 2}
              data-lit={item === lit}
              onPointerEnter={() => onLight(item)}
              onPointerLeave={() => onLight(null)}
              className={classes(columns, "h-full border-b border-line hover:bg-hover data-[lit=true]:bg-selected")}
            >
              <span role="cell" className="flex min-w-0 items-center gap-1.5">
                <Swatch colour={labelHue(item.classIndex)} />
                <span dir="auto" className="truncate" title={item.label}>
                  {item.label}
                </span>
              </span>
              {[formatFraction(item.score), ...boundsOf(item)].map((cell, column) => (
                <span key={column} role="cell" className="truncate text-right tabular-nums">
                  {cell}
                </span>
              ))}
            </div>
          );
        }}
      />
    </div>
  );
}

const titles: Record<string, string> = {
  x: "Left edge, in pixels",
  y: "Upper edge, in pixels",
  w: "Width, in pixels",
  h: "Height, in pixels",
};

function boundsOf({ x, y, width, height }: Detection): number[] {
  return [x, y, width, height].map(Math.round);
}
