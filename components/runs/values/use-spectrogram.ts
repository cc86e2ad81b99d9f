"use client";
import { useEffect, useState } from "react";
import { createColours } from "./colour-scale.ts";
import { FLOOR_DB, spectrumAt, WINDOW_FRAMES } from "./spectrogram.ts";
import type { WavSamples } from "./wav-samples.ts";

const MAX_COLUMNS = 600;
/** Columns that are worked out before the browser may do something else. */
const AT_ONCE = 24;
const HEIGHT = 128;

/** A picture of the frequencies over time, drawn from left to right while the page goes on. */
export function useSpectrogram(samples: WavSamples): { picture: HTMLCanvasElement | null; isDone: boolean } {
  const [state, setState] = useState<{ picture: HTMLCanvasElement | null; done: number; of: WavSamples | null }>({
    picture: null,
    done: 0,
    of: null,
  });
  useEffect(() => {
    const columns = Math.max(1, Math.min(MAX_COLUMNS, Math.ceil(samples.frames / (WINDOW_FRAMES / 4))));
    const picture = document.createElement("canvas");
    [picture.width, picture.height] = [columns, HEIGHT];
    const context = picture.getContext("2d");
    const colours = createColours("rising", { min: FLOOR_DB, max: -10 });
    let done = 0;
    let timer: ReturnType<typeof setTimeout>;
    function draw() {
      const until = Math.min(columns, done + AT_ONCE);
      for (; done < until; done++) {
        const spectrum = spectrumAt(samples, ((done + 0.5) * samples.frames) / columns);
        const column = new ImageData(1, HEIGHT);
        const binsPerRow = spectrum.length / HEIGHT;
        for (let row = 0; row < HEIGHT; row++) {
          const from = Math.floor((HEIGHT - 1 - row) * binsPerRow);
          let loudest = FLOOR_DB;
          for (let bin = from; bin < from + binsPerRow; bin++) loudest = Math.max(loudest, spectrum[bin]!);
          column.data.set([...colours(loudest), 255], row * 4);
        }
        context?.putImageData(column, done, 0);
      }
      setState({ picture, done, of: samples });
      if (done < columns) timer = setTimeout(draw, 0);
    }
    timer = setTimeout(draw, 0);
    return () => clearTimeout(timer);
  }, [samples]);
  const isCurrent = state.of === samples;
  return { picture: isCurrent ? state.picture : null, isDone: isCurrent && state.done === state.picture?.width };
}
