import { z } from "zod";
import type { FitMode } from "./place-in-frame.ts";
import { pixelRanges } from "./pixel-packing.ts";

/** Params for how a picture becomes the tensor that a model wants: the same names, words and defaults at each node. */

const fitTitles: Record<FitMode, string> = {
  stretch: "Stretch",
  fit: "Fit within",
  cover: "Cover, cut the rest",
  letterbox: "Letterbox, pad the rest",
};

/** The form field of a choice among some of the ways to fit. */
export function fitMeta(modes: readonly FitMode[]) {
  return {
    title: "Fit",
    widget: "select" as const,
    description: "How a picture of other proportions comes into the size.",
    options: Object.fromEntries(modes.map((mode) => [mode, fitTitles[mode]])),
  };
}

export const kernelParam = z
  .enum(["linear", "cubic", "area", "nearest"])
  .default("linear")
  .meta({
    title: "Resampling",
    widget: "select",
    description: "Linear suits most models. Area averages when shrinking; nearest keeps hard edges.",
    options: { linear: "Linear", cubic: "Cubic", area: "Area", nearest: "Nearest" },
  });

export const colourSchema = z.string().regex(/^#[0-9a-fA-F]{6}$/, "must be a colour such as #727272");

export function padColourParam(byDefault: string) {
  return colourSchema.default(byDefault).meta({
    title: "Padding",
    widget: "colour",
    description: "The colour around a picture in letterbox.",
    onlyFor: { param: "fit", values: ["letterbox"] },
  });
}

export const rangeParam = z
  .enum(pixelRanges)
  .default("0-1")
  .meta({
    title: "Pixel values",
    widget: "select",
    description: "What the levels 0–255 of a pixel become. The model's card says what it was trained with.",
    options: {
      "0-1": "0 to 1",
      "-1-1": "−1 to 1",
      "0-255": "0 to 255",
      imagenet: "ImageNet mean and spread",
      custom: "Own scale, mean and spread",
    },
  });

const ownScaling = { param: "range", values: ["custom"] };
const perChannel = z.array(z.number()).max(4);

export const scalingParams = {
  scale: z
    .number()
    .default(1 / 255)
    .meta({
      title: "Scale",
      widget: "number",
      description: "Own scaling: value = (pixel × scale − mean) ÷ spread.",
      onlyFor: ownScaling,
    }),
  mean: perChannel.default([]).meta({
    title: "Mean",
    widget: "json",
    description: "Own scaling: one number, or one for each channel of the tensor, such as [0.5, 0.5, 0.5]. Empty is 0.",
    onlyFor: ownScaling,
  }),
  std: perChannel
    .refine((values) => values.every((value) => value !== 0), "must not hold 0")
    .default([])
    .meta({
      title: "Spread",
      widget: "json",
      description: "Own scaling: one number, or one for each channel, that values are divided by. Empty is 1.",
      onlyFor: ownScaling,
    }),
};

export const bgrParam = z
  .enum(["RGB", "BGR"])
  .default("RGB")
  .meta({ title: "Colour order", widget: "select", options: { RGB: "RGB", BGR: "BGR (OpenCV)" } });

export const modelLayoutParam = z
  .enum(["auto", "NCHW", "NHWC"])
  .default("auto")
  .meta({
    title: "Input layout",
    widget: "select",
    description: "Auto reads it from the model's input: where 1, 3 or 4 stands are the channels.",
    options: { auto: "Auto", NCHW: "Channels first", NHWC: "Channels last" },
  });

export function inputSizeParam(byDefault: number) {
  return z.number().int().min(1).max(8_192).default(byDefault).meta({
    title: "Input size",
    widget: "number",
    unit: "px",
    description: "Width and height for a model that takes any. One with a fixed size gets that.",
  });
}

/** Checks between these params. */
export function checkScaling({
  range,
  mean,
  std,
}: {
  range: string;
  mean: readonly number[];
  std: readonly number[];
}): { param: string; message: string; fix?: string }[] {
  if (range !== "custom") return [];
  return Object.entries({ mean, std })
    .filter(([, values]) => values.length === 2)
    .map(([param]) => ({
      param,
      message: "There is no picture of two channels: give one number, or one for each channel.",
    }));
}
