import { formatQuantity } from "../../ui/format-number.ts";
import { BarRow } from "./bar-row";
import { formatFraction, formatPercent } from "./format-fraction.ts";
import type { ValueProps } from "./value-props.ts";

/** The most probable classes as bars, the first in ink. */
export function ClassificationValue({ preview, size }: ValueProps<"classification">) {
  const { labels, count } = preview;
  const shown = size === "node" ? labels.slice(0, 4) : labels;
  if (count === 0) return <p className="p-2 text-xs text-3">No class is probable enough to be kept.</p>;
  return (
    <div className={size === "node" ? "px-2 py-1" : undefined}>
      <ul aria-label="Classes and their probabilities" className="text-xs">
        {shown.map(({ label, probability }, index) => (
          <BarRow
            key={index}
            label={label}
            fraction={probability}
            value={size === "node" ? formatPercent(probability) : formatFraction(probability)}
            isStrong={index === 0}
          />
        ))}
      </ul>
      {size === "panel" && count > labels.length && (
        <p className="mt-1 text-xs text-3">
          The first {labels.length} of {formatQuantity(count, "class", "classes")}
        </p>
      )}
    </div>
  );
}
