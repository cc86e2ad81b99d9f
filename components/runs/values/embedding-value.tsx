import { formatValue } from "../../ui/format-number.ts";
import type { ValueProps } from "./value-props.ts";

/** The first numbers of the vector as bars from a middle line. */
export function EmbeddingValue({ preview, size }: ValueProps<"embedding">) {
  const { length, norm, firstValues } = preview;
  const largest = Math.max(1e-12, ...firstValues.map(Math.abs));
  return (
    <div className={size === "node" ? "grid gap-1 px-2 py-1.5 text-2xs" : "grid gap-2 text-xs"}>
      <svg
        role="img"
        aria-label={`The first ${firstValues.length} of ${length} numbers`}
        viewBox={`0 -1 ${Math.max(1, firstValues.length)} 2`}
        preserveAspectRatio="none"
        className="block w-full text-3"
        style={{ height: size === "node" ? 28 : 64 }}
      >
        {firstValues.map((value, index) => (
          <rect
            key={index}
            x={index + 0.1}
            y={Math.min(0, -value / largest)}
            width={0.8}
            height={Math.abs(value) / largest}
            fill="currentColor"
          />
        ))}
      </svg>
      <p className="tabular-nums text-2">
        {length} numbers, norm {formatValue(norm)}
      </p>
      {size === "panel" && (
        <p className="mono wrap-anywhere text-2">
          {firstValues.map((value) => formatValue(value)).join(", ")}
          {firstValues.length < length && ", …"}
        </p>
      )}
    </div>
  );
}
