import type { Size } from "./zoom-view.ts";

/** More pixels than these are counted in the histograms only in part: people see no difference. */
const MAX_COUNTED_PX = 1_000_000;
const BINS = 64;

/** Makes the function that reads one pixel, as "255 128 0" with as many channels as the picture has. */
export function createPixelReader(picture: HTMLImageElement, channels: number): (x: number, y: number) => number[] {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1, 1];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (x, y) => {
    if (!context) return [];
    context.clearRect(0, 0, 1, 1);
    context.drawImage(picture, x, y, 1, 1, 0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data.subarray(0, channels)];
  };
}

export type ChannelStatistics = { name: string; bins: number[]; min: number; max: number; mean: number };

const names: Record<number, string[]> = {
  1: ["Grey"],
  3: ["Red", "Green", "Blue"],
  4: ["Red", "Green", "Blue", "Alpha"],
};

/** How the values of each channel are spread, over all pixels or over an even part of them. */
export function channelStatistics(picture: HTMLImageElement, channels: number): ChannelStatistics[] {
  const size = countedSize({ width: picture.naturalWidth, height: picture.naturalHeight });
  const canvas = document.createElement("canvas");
  Object.assign(canvas, size);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return [];
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, 0, 0, size.width, size.height);
  const { data } = context.getImageData(0, 0, size.width, size.height);
  return (names[channels] ?? names[3]!).map((name, channel) => statisticsOf(data, { name, channel }));
}

/** `data` is RGBA, 8 bits a channel. */
export function statisticsOf(
  data: ArrayLike<number>,
  { name, channel }: { name: string; channel: number },
): ChannelStatistics {
  const bins = Array.from({ length: BINS }, () => 0);
  let [min, max, sum] = [255, 0, 0];
  for (let index = channel; index < data.length; index += 4) {
    const value = data[index]!;
    bins[value >> 2]!++;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  return { name, bins, min, max, mean: sum / Math.max(1, data.length / 4) };
}

function countedSize({ width, height }: Size): Size {
  const share = Math.min(1, Math.sqrt(MAX_COUNTED_PX / Math.max(1, width * height)));
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}
