"use client";
import { useEffect, useState } from "react";
import type { ChartColour } from "./chart-series.ts";

const names = [
  "--text",
  "--text-2",
  "--border-control",
  "--accent",
  "--state-danger",
  "--state-cached",
] as const satisfies ChartColour[];

export type ChartColours = Record<ChartColour, string> & { line: string; words: string; font: string };

/** The tokens as a canvas takes them: a property's own text may be `light-dark(…)`, which only a colour resolves. */
function readColours(): ChartColours {
  const probe = document.createElement("i");
  document.body.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const read = Object.fromEntries(names.map((name) => [name, colour(name)])) as Record<ChartColour, string>;
  const colours = {
    ...read,
    line: colour("--border"),
    words: colour("--text-3"),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
  };
  probe.remove();
  return colours;
}

/** Those of the theme that is shown, followed as it changes. Null until the page is in the browser. */
export function useChartColours(): ChartColours | null {
  const [colours, setColours] = useState<ChartColours | null>(null);
  useEffect(() => {
    const read = () => setColours(readColours());
    read();
    const media = matchMedia("(prefers-color-scheme: dark)");
    media.addEventListener("change", read);
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      media.removeEventListener("change", read);
      observer.disconnect();
    };
  }, []);
  return colours;
}
