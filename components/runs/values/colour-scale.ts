import { parseColour, type Rgb } from "#nodes/label-hues";

/**
 * Scales of even steps in lightness, so that they can be read by everybody and in grey. "rising" is viridis
 * (https://bids.github.io/colormap, CC0); "around-zero" has blue below, red above and white in the middle.
 */
export const colourScales = {
  rising: [
    "#440154",
    "#482878",
    "#3e4989",
    "#31688e",
    "#26828e",
    "#1f9e89",
    "#35b779",
    "#6ece58",
    "#b5de2b",
    "#fde725",
  ],
  "around-zero": ["#2166ac", "#4393c3", "#92c5de", "#d1e5f0", "#f7f7f7", "#fddbc7", "#f4a582", "#d6604d", "#b2182b"],
  grey: ["#000000", "#ffffff"],
} as const;
export type ColourScale = keyof typeof colourScales;

/** What is no number on any scale, in colours that no scale has beside it. */
export const oddColours = { nan: "#ff2d92", above: "#ffffff", below: "#000000" } as const;

export type ValueRange = { min: number; max: number };

/** The scale that fits the values: one with a middle where they lie on both sides of 0. */
export function scaleFor({ min, max }: ValueRange): ColourScale {
  return min < 0 && max > 0 ? "around-zero" : "rising";
}

/** Makes the function that gives the colour of a value; a range of no width is in the middle of the scale. */
export function createColours(scale: ColourScale, { min, max }: ValueRange): (value: number) => Rgb {
  const stops = colourScales[scale].map(parseColour);
  const [nan, above, below] = [oddColours.nan, oddColours.above, oddColours.below].map(parseColour) as [Rgb, Rgb, Rgb];
  const most = Math.max(Math.abs(min), Math.abs(max));
  const [low, high] = scale === "around-zero" ? [-most, most] : [min, max];
  // Halved, because the range of doubles is twice the greatest double.
  const halfRange = high / 2 - low / 2;
  return (value) => {
    if (Number.isNaN(value)) return nan;
    if (!Number.isFinite(value)) return value > 0 ? above : below;
    const share = halfRange > 0 ? Math.min(1, Math.max(0, (value / 2 - low / 2) / halfRange)) : 0.5;
    const at = share * (stops.length - 1);
    const index = Math.min(stops.length - 2, Math.floor(at));
    return mixed(stops[index]!, stops[index + 1]!, at - index);
  };
}

function mixed(one: Rgb, other: Rgb, share: number): Rgb {
  const channel = (at: 0 | 1 | 2) => Math.round(one[at] + (other[at] - one[at]) * share);
  return [channel(0), channel(1), channel(2)];
}
