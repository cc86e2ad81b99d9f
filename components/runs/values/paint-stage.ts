import type { Size, ZoomView } from "./zoom-view.ts";

/** Stretched over the whole picture. */
export type StageLayer = { source: CanvasImageSource; opacity?: number };

/** From here on single pixels are drawn as squares. */
const SQUARES_FROM_SCALE = 1.5;

/** Draws the part of the layers that the view shows, in the pixels of the screen. */
export function paintStage(
  canvas: HTMLCanvasElement,
  { shown, view, picture, layers }: { shown: Size; view: ZoomView; picture: Size; layers: readonly StageLayer[] },
) {
  const density = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(shown.width * density), Math.round(shown.height * density)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.clearRect(0, 0, width, height);
  const scale = view.scale * density;
  const left = Math.max(0, view.x);
  const top = Math.max(0, view.y);
  const right = Math.min(picture.width, view.x + shown.width / view.scale);
  const bottom = Math.min(picture.height, view.y + shown.height / view.scale);
  if (right <= left || bottom <= top) return;
  const target = [
    (left - view.x) * scale,
    (top - view.y) * scale,
    (right - left) * scale,
    (bottom - top) * scale,
  ] as const;
  context.imageSmoothingEnabled = view.scale < SQUARES_FROM_SCALE;
  context.imageSmoothingQuality = "high";
  for (const { source, opacity = 1 } of layers) {
    const size = sizeOf(source);
    const [across, down] = [size.width / picture.width, size.height / picture.height];
    context.globalAlpha = opacity;
    context.drawImage(source, left * across, top * down, (right - left) * across, (bottom - top) * down, ...target);
  }
  context.globalAlpha = 1;
}

/** In the source's own pixels. */
function sizeOf(source: CanvasImageSource): Size {
  if (source instanceof HTMLImageElement) return { width: source.naturalWidth, height: source.naturalHeight };
  return source as unknown as Size; // canvases and bitmaps: what else is drawn here
}
