import { formatValue } from "../../ui/format-number.ts";

/** Vectors of more numbers than these are drawn from their beginning. */
const MAX_DRAWN = 4_096;

/** The numbers of a vector as bars from a middle line. */
export function VectorBars({
  values,
  length,
  heightPx,
}: {
  values: ArrayLike<number>;
  length: number;
  heightPx: number;
}) {
  const shown = Array.from({ length: Math.min(values.length, MAX_DRAWN) }, (_, index) => values[index]!);
  const largest = shown.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    1e-12,
  );
  const path = shown
    .map((value, index) => (Number.isFinite(value) ? `M${index + 0.1} 0h.8v${-value / largest}h-.8z` : ""))
    .join("");
  return (
    <svg
      role="img"
      aria-label={`The first ${shown.length} of ${length} numbers, between −${formatValue(largest)} and ${formatValue(largest)}`}
      viewBox={`0 -1 ${Math.max(1, shown.length)} 2`}
      preserveAspectRatio="none"
      className="block w-full text-3"
      style={{ height: heightPx }}
    >
      <path d={path} fill="currentColor" />
    </svg>
  );
}
