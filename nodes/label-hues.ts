/**
 * Colours of classes on pictures, by class index: bright on dark and light pictures alike, neighbours far apart, the same
 * in both themes and on each machine. Boxes, masks and their previews all take theirs from here.
 */
export const labelHues = [
  "#ff3b30",
  "#00c2ff",
  "#ffd60a",
  "#a259ff",
  "#30d158",
  "#ff9500",
  "#ff2d92",
  "#00d5b0",
  "#4f7cff",
  "#b8e600",
  "#ff8a80",
  "#8ae0ff",
  "#d98cff",
  "#c77700",
  "#00963f",
  "#ff66c4",
] as const;

/** The hue of a class, `#rrggbb`; after the last the row begins again. */
export function labelHue(classIndex: number): string {
  const index = Number.isFinite(classIndex) ? Math.abs(Math.trunc(classIndex)) : 0;
  return labelHues[index % labelHues.length]!;
}

/** Red, green and blue, 0–255. */
export type Rgb = readonly [number, number, number];

export function parseColour(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Black or white, whichever is easier to read on the colour (by its luma). */
export function inkOn([red, green, blue]: Rgb): Rgb {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? [0, 0, 0] : [255, 255, 255];
}
