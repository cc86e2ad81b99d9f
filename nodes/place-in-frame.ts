import type { Box } from "./box-geometry.ts";

export type Size = { width: number; height: number };

/**
 * How a picture comes into a frame. `stretch` fills it and changes the proportions; `letterbox` shows all of it, centred,
 * with padding; `cover` fills it, centred, and cuts what stands out; `fit` shows all of it in a frame made smaller to suit.
 */
export const fitModes = ["stretch", "fit", "cover", "letterbox"] as const;
export type FitMode = (typeof fitModes)[number];

/** The picture is scaled to `scaled`; its corner lies at (`left`, `top`) of the frame, negative where it is cut. */
export type Placement = { image: Size; scaled: Size; frame: Size; left: number; top: number };

export function placeInFrame(image: Size, frame: Size, mode: FitMode): Placement {
  if (mode === "stretch") return { image, scaled: frame, frame, left: 0, top: 0 };
  const ratios = [frame.width / image.width, frame.height / image.height];
  const scale = mode === "cover" ? Math.max(...ratios) : Math.min(...ratios);
  const scaled = {
    width: Math.max(1, Math.round(image.width * scale)),
    height: Math.max(1, Math.round(image.height * scale)),
  };
  if (mode === "fit") return { image, scaled, frame: scaled, left: 0, top: 0 };
  const left = Math.floor((frame.width - scaled.width) / 2);
  const top = Math.floor((frame.height - scaled.height) / 2);
  return { image, scaled, frame, left, top };
}

/** A box in the frame's pixels, in those of the picture. Exact: it undoes the rounding of the scaled size as well. */
export function boxInImage<T extends Box>(box: T, { image, scaled, left, top }: Placement): T {
  const across = image.width / scaled.width;
  const down = image.height / scaled.height;
  return {
    ...box,
    x: (box.x - left) * across,
    y: (box.y - top) * down,
    width: box.width * across,
    height: box.height * down,
  };
}

/** A box in the picture's pixels, in those of the frame. */
export function boxInFrame<T extends Box>(box: T, { image, scaled, left, top }: Placement): T {
  const across = scaled.width / image.width;
  const down = scaled.height / image.height;
  return {
    ...box,
    x: box.x * across + left,
    y: box.y * down + top,
    width: box.width * across,
    height: box.height * down,
  };
}
