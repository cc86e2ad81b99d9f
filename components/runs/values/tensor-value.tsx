import { formatValue } from "../../ui/format-number.ts";
import { Histogram } from "./histogram";
import { tensorType } from "./tensor-type.ts";
import type { ValueProps } from "./value-props.ts";
import { CloseTensor } from "./viewers";

/** Shape and type, how the values are spread, and the values: as colours and as numbers, plane by plane. */
export function TensorValue(props: ValueProps<"tensor">) {
  const { preview, size } = props;
  if (size !== "node") return <CloseTensor {...props} size={size} />;
  const { statistics, firstValues } = preview;
  return (
    <div className="grid gap-1 px-2 py-1.5 text-2xs">
      <span className="mono truncate text-2">{tensorType(preview)}</span>
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
