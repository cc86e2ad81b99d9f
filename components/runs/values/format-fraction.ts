/** 0.991: a score or probability to three places, without hiding what is not quite 0 or 1. */
export function formatFraction(fraction: number): string {
  if (fraction > 0 && fraction < 0.0005) return "< 0.001";
  return fraction.toFixed(3);
}

/** 41 %, 0.4 %, 100 %. */
export function formatPercent(fraction: number): string {
  const percent = fraction * 100;
  if (percent > 0 && percent < 0.05) return "< 0.1 %";
  return `${percent < 9.95 && percent !== Math.round(percent) ? percent.toFixed(1) : Math.round(percent)} %`;
}
