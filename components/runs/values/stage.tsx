"use client";
import { Maximize, Minus, Plus } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button";
import { classes } from "../../ui/classes.ts";
import { paintStage, type StageLayer } from "./paint-stage.ts";
import { useGestures } from "./use-gestures.ts";
import { useSize } from "./use-size.ts";
import type { PreviewSize } from "./value-props.ts";
import { fitView, panBy, pixelAt, reveal, zoomAt, type Point, type Size, type ZoomView } from "./zoom-view.ts";

const ZOOM_STEP = 1.5;
const arrows: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * A picture to look into closely: zoomed and moved by wheel, drag, pinch, buttons and keys, with the value of the pixel
 * under the pointer or under a cross that the arrow keys move. Layers are stretched over the picture; `overlay` is SVG in
 * the picture's pixels, whose `unitPx` are about one pixel of the screen.
 */
export function Stage({
  label,
  width,
  height,
  layers,
  overlay,
  readPixel,
  onPress,
  onHover,
  size,
}: {
  label: string;
  width: number;
  height: number;
  layers: readonly StageLayer[];
  overlay?: (unitPx: number, shown: Size & Point) => React.ReactNode;
  /** In words, with its place. */
  readPixel?: ((pixel: Point) => string) | undefined;
  /** A pixel that was clicked, or chosen with Enter. */
  onPress?: (pixel: Point) => void;
  /** The pixel under the mouse; null when it leaves. */
  onHover?: (pixel: Point | null) => void;
  size: Exclude<PreviewSize, "node">;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useSize(frame);
  const [chosenView, setView] = useState<ZoomView | null>(null);
  const [hovered, setHovered] = useState<Point | null>(null);
  const [cross, setCross] = useState<Point | null>(null);
  const hintId = useId();
  const picture = { width: Math.max(1, width), height: Math.max(1, height) };
  const view = shown && (chosenView ?? fitView(picture, shown));
  const bounds = shown && { picture, frame: shown };

  useEffect(() => {
    if (canvas.current && shown && view) paintStage(canvas.current, { shown, view, picture, layers });
  });

  const zoom = (factor: number, at: Point) => view && bounds && setView(zoomAt(view, factor, at, bounds));
  const middle = { x: (shown?.width ?? 0) / 2, y: (shown?.height ?? 0) / 2 };
  const placeOf = (at: Point) => view && pixelAt(view, at, picture);
  useGestures(
    frame,
    {
      zoom,
      pan: (by) => view && bounds && setView(panBy(view, by, bounds)),
      hover: (at) => {
        const pixel = at && placeOf(at);
        setHovered(pixel);
        onHover?.(pixel);
      },
      press: (at) => {
        const pixel = placeOf(at);
        setCross(pixel);
        if (pixel) onPress?.(pixel);
      },
    },
    { isEager: size === "large" },
  );

  function onKeyDown(event: React.KeyboardEvent) {
    if (!view || !bounds || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = arrows[event.key];
    if (arrow) {
      const step = event.shiftKey ? 10 : 1;
      const from = cross ?? { x: Math.floor(picture.width / 2), y: Math.floor(picture.height / 2) };
      const to = cross ? { x: from.x + arrow.x * step, y: from.y + arrow.y * step } : from;
      const pixel = {
        x: Math.min(picture.width - 1, Math.max(0, to.x)),
        y: Math.min(picture.height - 1, Math.max(0, to.y)),
      };
      setCross(pixel);
      setView(reveal(view, pixel, bounds));
    } else if (event.key === "+" || event.key === "=") zoom(ZOOM_STEP, middle);
    else if (event.key === "-") zoom(1 / ZOOM_STEP, middle);
    else if (event.key === "0") setView(null);
    else if (event.key === "1") zoom(1 / view.scale, middle);
    else if (event.key === "Enter" && cross) onPress?.(cross);
    else if (event.key === "Escape" && cross) setCross(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const pixel = hovered ?? cross;
  const percent = view ? Math.round(view.scale * 100) : 100;
  return (
    <div className="@container grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <div
        ref={frame}
        role="application"
        aria-label="Picture, to zoom and to read"
        aria-describedby={hintId}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className={classes(
          "relative cursor-crosshair overflow-hidden rounded-3 border border-line bg-sunken",
          chosenView ? "touch-none" : "touch-pan-y",
        )}
        style={{ height: frameHeight(picture, size) }}
      >
        <canvas ref={canvas} role="img" aria-label={label} className="absolute inset-0 size-full" />
        {view && shown && (
          <svg
            aria-hidden
            viewBox={`${view.x} ${view.y} ${shown.width / view.scale} ${shown.height / view.scale}`}
            className="pointer-events-none absolute inset-0 size-full"
          >
            {overlay?.(1 / view.scale, { ...view, width: shown.width / view.scale, height: shown.height / view.scale })}
            {cross && <Cross at={cross} view={view} shown={shown} />}
          </svg>
        )}
      </div>
      <div className="flex min-h-6 items-center gap-1 text-xs">
        <IconButton icon={Minus} label="Zoom out" shortcut="−" size="sm" onClick={() => zoom(1 / ZOOM_STEP, middle)} />
        <IconButton icon={Plus} label="Zoom in" shortcut="+" size="sm" onClick={() => zoom(ZOOM_STEP, middle)} />
        <IconButton icon={Maximize} label="Fit" shortcut="0" size="sm" onClick={() => setView(null)} />
        <button
          type="button"
          aria-label="Show at 1:1"
          onClick={() => view && zoom(1 / view.scale, middle)}
          className="h-sm rounded-2 px-1.5 text-2xs text-2 hover:bg-hover hover:text-1"
        >
          1:1
        </button>
        <span className="tabular-nums text-3">
          {percent < 10 && view ? (view.scale * 100).toPrecision(2) : percent} %
        </span>
        <output aria-live={hovered ? "off" : "polite"} className="mono ml-auto min-w-0 truncate text-2xs text-2">
          {pixel && (readPixel?.(pixel) ?? `${pixel.x}, ${pixel.y}`)}
        </output>
      </div>
      <p id={hintId} className="sr-only">
        Plus and minus zoom, 0 fits, 1 shows each pixel as one, the arrow keys move a cross and its value is read out.
      </p>
    </div>
  );
}

/** A flat picture and a tall one alike get a frame of a good size. */
function frameHeight(picture: { width: number; height: number }, size: Exclude<PreviewSize, "node">): string {
  if (size === "large") return "calc(100dvh - 240px)";
  const ratio = picture.height / picture.width;
  return `clamp(96px, calc(${Math.min(4, ratio).toFixed(4)} * 100cqw), 360px)`;
}

function Cross({ at, view, shown }: { at: Point; view: ZoomView; shown: { width: number; height: number } }) {
  const [x, y] = [at.x + 0.5, at.y + 0.5];
  const lines = `M${view.x} ${y}H${view.x + shown.width / view.scale}M${x} ${view.y}V${view.y + shown.height / view.scale}`;
  return (
    <>
      <path d={lines} stroke="#000000" strokeWidth={3} opacity={0.5} vectorEffect="non-scaling-stroke" />
      <path d={lines} stroke="#ffffff" strokeWidth={1} vectorEffect="non-scaling-stroke" />
    </>
  );
}
