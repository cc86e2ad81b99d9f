/** Which part of a picture a frame shows: its upper left corner in the picture's pixels, and how large one of them is on the screen. */
export type ZoomView = { x: number; y: number; scale: number };
export type Size = { width: number; height: number };
export type Point = { x: number; y: number };

/** Pixels larger than this show nothing more. */
const MAX_SCALE = 64;
/** Small pictures grow to be seen, up to this when they are fitted. */
const MAX_FIT_SCALE = 48;

/** The short side of a picture is not fitted to less, or nothing of a picture of 20,000 × 1 pixels would be seen. */
const MIN_SHORT_SIDE_PX = 4;

/** All of the picture in the middle of the frame; of a very long one its beginning. */
export function fitView(picture: Size, frame: Size): ZoomView {
  const whole = Math.min(frame.width / Math.max(1, picture.width), frame.height / Math.max(1, picture.height));
  const seen = MIN_SHORT_SIDE_PX / Math.max(1, Math.min(picture.width, picture.height));
  const scale = Math.min(Math.max(whole, Math.min(seen, MIN_SHORT_SIDE_PX)), MAX_FIT_SCALE);
  return centred({ x: 0, y: 0, scale: Math.max(scale, 1e-6) }, picture, frame);
}

/** Grows by `factor` around a point of the frame, which keeps its place. Never smaller than fitted, unless that is above 1:1. */
export function zoomAt(
  view: ZoomView,
  factor: number,
  at: Point,
  { picture, frame }: { picture: Size; frame: Size },
): ZoomView {
  const least = Math.min(fitView(picture, frame).scale, 1);
  const scale = Math.min(MAX_SCALE, Math.max(least, view.scale * factor));
  const moved = { x: view.x + at.x / view.scale - at.x / scale, y: view.y + at.y / view.scale - at.y / scale, scale };
  return centred(moved, picture, frame);
}

/** Moves what is shown by screen pixels, no further than to the picture's edges. */
export function panBy(view: ZoomView, by: Point, { picture, frame }: { picture: Size; frame: Size }): ZoomView {
  return centred({ ...view, x: view.x - by.x / view.scale, y: view.y - by.y / view.scale }, picture, frame);
}

/** Moves as little as is needed for the pixel to be inside the frame. */
export function reveal(view: ZoomView, pixel: Point, { picture, frame }: { picture: Size; frame: Size }): ZoomView {
  const shown = { width: frame.width / view.scale, height: frame.height / view.scale };
  const x = Math.min(pixel.x, Math.max(view.x, pixel.x + 1 - shown.width));
  const y = Math.min(pixel.y, Math.max(view.y, pixel.y + 1 - shown.height));
  return centred({ ...view, x, y }, picture, frame);
}

/** The pixel under a point of the frame; null beside the picture. */
export function pixelAt(view: ZoomView, at: Point, picture: Size): Point | null {
  const x = Math.floor(view.x + at.x / view.scale);
  const y = Math.floor(view.y + at.y / view.scale);
  return x >= 0 && y >= 0 && x < picture.width && y < picture.height ? { x, y } : null;
}

/** What is smaller than the frame stands in its middle; what is larger leaves no gap at its edges. */
function centred(view: ZoomView, picture: Size, frame: Size): ZoomView {
  const along = (from: number, size: number, frameSize: number) => {
    const shown = frameSize / view.scale;
    return shown >= size ? (size - shown) / 2 : Math.min(Math.max(0, from), size - shown);
  };
  return { ...view, x: along(view.x, picture.width, frame.width), y: along(view.y, picture.height, frame.height) };
}
