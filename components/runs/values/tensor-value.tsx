import { ScrollRegion } from "#components/ui/scroll-region";
import { formatCount, formatValue } from "../../ui/format-number.ts";
import { Facts } from "./facts";
import { Histogram } from "./histogram";
import type { ValueProps } from "./value-props.ts";

/** Shape and type, how the values are spread, and the first of them. */
export function TensorValue({ preview, size }: ValueProps<"tensor">) {
  const { dtype, shape, statistics, firstValues } = preview;
  const type = `${dtype} [${shape.join(", ")}]`;
  if (size === "node") {
    return (
      <div className="grid gap-1 px-2 py-1.5 text-2xs">
        <span className="mono truncate text-2">{type}</span>
        {statistics ? (
          <>
            <Histogram bins={statistics.histogram} min={statistics.min} max={statistics.max} heightPx={28} />
            <span className="flex justify-between tabular-nums text-3">
              <span>{formatValue(statistics.min, 3)}</span>
              <span>{formatValue(statistics.max, 3)}</span>
            </span>
          </>
        ) : (
          <span className="mono truncate">{firstValues.slice(0, 6).join(", ")}</span>
        )}
      </div>
    );
  }
  return (
    <div className="grid min-w-0 gap-2">
      <p className="mono wrap-anywhere text-xs">{type}</p>
      {statistics && (
        <>
          <div className="rounded-3 border border-line bg-sunken px-3 pb-1.5 pt-3">
            <Histogram bins={statistics.histogram} min={statistics.min} max={statistics.max} heightPx={72} />
            <p className="mt-1 flex justify-between text-2xs tabular-nums text-3">
              <span>{formatValue(statistics.min)}</span>
              {statistics.sampled !== undefined && (
                <span>{formatCount(statistics.sampled)} of all elements counted</span>
              )}
              <span>{formatValue(statistics.max)}</span>
            </p>
          </div>
          <Facts
            facts={[
              ["mean", formatValue(statistics.mean)],
              ["std", formatValue(statistics.std)],
              ["NaN", formatCount(statistics.nanCount)],
              ["infinite", formatCount(statistics.infCount)],
            ]}
          />
        </>
      )}
      {firstValues.length > 0 && (
        <ScrollRegion label="First values" className="max-h-24">
          <p className="mono wrap-anywhere text-xs text-2">
            {firstValues.join(", ")}
            {firstValues.length < shape.reduce((product, dim) => product * dim, 1) && ", …"}
          </p>
        </ScrollRegion>
      )}
    </div>
  );
}
