"use client";
import { useMemo, useState } from "react";
import { Select } from "#components/ui/select";
import { formatCount, formatValue } from "../../ui/format-number.ts";
import {
  type ColourScale,
  colourScales,
  createColours,
  oddColours,
  scaleFor,
  type ValueRange,
} from "./colour-scale.ts";
import { shortNumber } from "./number-words.ts";
import { Stage } from "./stage";
import { Swatch } from "./swatch";
import type { PlaneElements } from "./tensor-plane.ts";
import type { PreviewSize } from "./value-props.ts";
import type { Point, Size } from "./zoom-view.ts";

/** From this many screen pixels on, a cell has room for its number. */
const NUMBERS_FROM_PX = 44;
const MAX_NUMBERS = 400;
/** So many characters then lie within it. */
const NUMBER_ROOM = 9;
/** A single row is laid out as several, about so many times as wide as high. */
const WRAPPED_RATIO = 4;

const scaleNames: Record<ColourScale, string> = {
  rising: "Low to high",
  "around-zero": "Around zero",
  grey: "Grey",
};

/** Numbers as colours; zoomed in far enough, the numbers themselves. NaN and infinities have colours of their own. */
export function HeatMap({
  elements,
  range,
  size,
  onPress,
}: {
  elements: PlaneElements;
  /** Of the whole tensor, where it is known, so that slices can be compared. */
  range: ValueRange | null;
  size: Exclude<PreviewSize, "node">;
  /** The row and column in the tensor. */
  onPress: (row: number, column: number) => void;
}) {
  const { rows, columns } = elements;
  const isLine = rows.count === 1 || columns.count === 1;
  const length = rows.count * columns.count;
  const width = isLine ? Math.max(1, Math.min(length, Math.ceil(Math.sqrt(length * WRAPPED_RATIO)))) : columns.count;
  const height = isLine ? Math.ceil(length / width) : rows.count;
  const placeOf = ({ x, y }: Point) => {
    const at = y * width + x;
    if (!isLine) return { row: y, column: x };
    return rows.count === 1 ? { row: 0, column: at } : { row: at, column: 0 };
  };
  const isThere = ({ x, y }: Point) => y * width + x < length;
  const own = useMemo(() => rangeOf(elements), [elements]);
  const { min, max } = range ?? own ?? { min: 0, max: 0 };
  const [chosenScale, setScale] = useState<ColourScale | null>(null);
  const scale = chosenScale ?? scaleFor({ min, max });
  const colours = useMemo(() => createColours(scale, { min, max }), [scale, min, max]);
  const drawn = useMemo(() => {
    // On the server the page is made without pictures.
    if (typeof document === "undefined") return null;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.max(1, width), Math.max(1, height)];
    const pixels = new ImageData(canvas.width, canvas.height);
    for (let index = 0; index < length; index++) {
      const { row, column } = isLine
        ? rows.count === 1
          ? { row: 0, column: index }
          : { row: index, column: 0 }
        : { row: Math.floor(index / width), column: index % width };
      pixels.data.set([...colours(elements.numberAt(row, column)), 255], index * 4);
    }
    canvas.getContext("2d")?.putImageData(pixels, 0, 0);
    return canvas;
  }, [elements, colours, width, height, length, isLine, rows.count]);
  const inTensor = (pixel: Point): [number, number] => {
    const { row, column } = placeOf(pixel);
    return [rows.start + row * rows.step, columns.start + column * columns.step];
  };

  function readPixel(pixel: Point): string {
    if (!isThere(pixel)) return "";
    const { row, column } = placeOf(pixel);
    return `[${inTensor(pixel).map(formatCount).join(", ")}] ${elements.textAt(row, column)}`;
  }

  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <Stage
        label={`Heat map of ${formatCount(rows.count)} × ${formatCount(columns.count)} values from ${formatValue(min)} to ${formatValue(max)}`}
        width={width}
        height={height}
        layers={drawn ? [{ source: drawn }] : []}
        readPixel={readPixel}
        onPress={(pixel) => isThere(pixel) && onPress(...inTensor(pixel))}
        overlay={(unitPx, shown) => (
          <Numbers
            unitPx={unitPx}
            shown={shown}
            bounds={{ width, height }}
            textAt={(pixel) => {
              if (!isThere(pixel)) return "";
              const { row, column } = placeOf(pixel);
              return elements.textAt(row, column);
            }}
            colourAt={(pixel) => {
              const { row, column } = placeOf(pixel);
              return colours(elements.numberAt(row, column));
            }}
          />
        )}
        size={size}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-2xs tabular-nums text-2">
        <span className="flex min-w-40 flex-1 items-center gap-1.5">
          <span>{formatValue(scale === "around-zero" ? -mostOf({ min, max }) : min)}</span>
          <span
            aria-hidden
            className="h-2.5 flex-1 rounded-1 border border-control"
            style={{ background: `linear-gradient(to right, ${colourScales[scale].join(", ")})` }}
          />
          <span>{formatValue(scale === "around-zero" ? mostOf({ min, max }) : max)}</span>
        </span>
        <Select
          label="Colours"
          size="sm"
          value={scale}
          onChange={setScale}
          options={Object.entries(scaleNames).map(([value, label]) => ({ value: value as ColourScale, label }))}
        />
      </div>
      {own?.odd && (
        <p className="flex flex-wrap gap-x-3 text-2xs text-2">
          {own.odd.nan > 0 && (
            <span>
              <Swatch colour={oddColours.nan} /> NaN {formatCount(own.odd.nan)}
            </span>
          )}
          {own.odd.above > 0 && (
            <span>
              <Swatch colour={oddColours.above} /> Infinity {formatCount(own.odd.above)}
            </span>
          )}
          {own.odd.below > 0 && (
            <span>
              <Swatch colour={oddColours.below} /> −Infinity {formatCount(own.odd.below)}
            </span>
          )}
        </p>
      )}
    </div>
  );
}

const mostOf = ({ min, max }: ValueRange) => Math.max(Math.abs(min), Math.abs(max));

/** The least and greatest finite value, and how many are none; null where there is no finite one and nothing odd. */
function rangeOf({ rows, columns, numberAt }: PlaneElements) {
  const odd = { nan: 0, above: 0, below: 0 };
  let [min, max] = [Infinity, -Infinity];
  for (let row = 0; row < rows.count; row++) {
    for (let column = 0; column < columns.count; column++) {
      const value = numberAt(row, column);
      if (Number.isNaN(value)) odd.nan++;
      else if (value === Infinity) odd.above++;
      else if (value === -Infinity) odd.below++;
      else [min, max] = [Math.min(min, value), Math.max(max, value)];
    }
  }
  const hasOdd = odd.nan + odd.above + odd.below > 0;
  if (min > max) return hasOdd ? { min: 0, max: 0, odd } : null;
  return { min, max, odd: hasOdd ? odd : null };
}

function Numbers({
  unitPx,
  shown,
  bounds,
  textAt,
  colourAt,
}: {
  unitPx: number;
  shown: Size & Point;
  bounds: Size;
  textAt: (pixel: Point) => string;
  colourAt: (pixel: Point) => readonly [number, number, number];
}) {
  if (1 / unitPx < NUMBERS_FROM_PX) return null;
  const from = { x: Math.max(0, Math.floor(shown.x)), y: Math.max(0, Math.floor(shown.y)) };
  const to = {
    x: Math.min(bounds.width, Math.ceil(shown.x + shown.width)),
    y: Math.min(bounds.height, Math.ceil(shown.y + shown.height)),
  };
  if ((to.x - from.x) * (to.y - from.y) > MAX_NUMBERS) return null;
  const cells: React.ReactNode[] = [];
  for (let y = from.y; y < to.y; y++) {
    for (let x = from.x; x < to.x; x++) {
      const [red, green, blue] = colourAt({ x, y });
      cells.push(
        <text
          key={`${x} ${y}`}
          x={x + 0.5}
          y={y + 0.5 + 4 * unitPx}
          fontSize={10.5 * unitPx}
          textAnchor="middle"
          fill={0.299 * red + 0.587 * green + 0.114 * blue > 140 ? "#000000" : "#ffffff"}
        >
          {shortNumber(textAt({ x, y }), NUMBER_ROOM)}
        </text>,
      );
    }
  }
  return cells;
}
