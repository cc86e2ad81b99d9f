import { formatValue } from "../../ui/format-number.ts";

/** Equal bins from `min` to `max` as bars in one grey. */
export function Histogram({
  bins,
  min,
  max,
  heightPx,
}: {
  bins: readonly number[];
  min: number;
  max: number;
  heightPx: number;
}) {
  const highest = Math.max(1, ...bins);
  return (
    <svg
      role="img"
      aria-label={`Histogram of the values from ${formatValue(min)} to ${formatValue(max)}`}
      viewBox={`0 0 ${bins.length} 1`}
      preserveAspectRatio="none"
      className="block w-full text-3"
      style={{ height: heightPx }}
    >
      {bins.map((count, index) => (
        <rect
          key={index}
          x={index + 0.08}
          y={1 - count / highest}
          width={0.84}
          height={count / highest}
          fill="currentColor"
        />
      ))}
    </svg>
  );
}
