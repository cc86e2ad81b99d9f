import { formatValue } from "../../ui/format-number.ts";
import type { ValueProps } from "./value-props.ts";
import { VectorBars } from "./vector-bars";
import { CloseEmbedding } from "./viewers";

/** A vector: its numbers as bars from a middle line, and which others of its list are nearest. */
export function EmbeddingValue(props: ValueProps<"embedding">) {
  const { preview, size } = props;
  if (size !== "node") return <CloseEmbedding {...props} size={size} />;
  return (
    <div className="grid gap-1 px-2 py-1.5 text-2xs">
      <VectorBars values={preview.firstValues} length={preview.length} heightPx={28} />
      <p className="tabular-nums text-2">
        {preview.length} numbers, norm {formatValue(preview.norm)}
      </p>
    </div>
  );
}
