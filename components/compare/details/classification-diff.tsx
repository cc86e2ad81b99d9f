import type { ClassificationDifference } from "#graph/value-differences";
import { formatFraction } from "../../runs/values/format-fraction.ts";
import { printable } from "../../runs/values/text-lines.ts";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { signed } from "../difference-words.ts";
import { SidesTable } from "../sides-table";

export function ClassificationDiff({
  difference: { top, labels, labelCount },
}: {
  difference: ClassificationDifference;
}) {
  const probability = (value: number | null) => (value === null ? "not there" : formatFraction(value));
  return (
    <>
      <p className="text-xs">
        {top[0] === top[1] ? (
          <>Both take it for {printable(top[1] ?? "nothing")}.</>
        ) : (
          <>
            <del className="text-3">{printable(top[0] ?? "nothing")}</del> <span aria-label="became">→</span>{" "}
            <b>{printable(top[1] ?? "nothing")}</b>
          </>
        )}
      </p>
      <SidesTable
        label="Probabilities"
        head="Label"
        rows={labels.map(({ label, a, b }) => ({
          name: printable(label),
          a: probability(a),
          b: probability(b),
          change: signed((b ?? 0) - (a ?? 0), formatFraction),
        }))}
      />
      {labels.length < labelCount && (
        <p className="text-xs text-2">
          The {formatCount(labels.length)} of {formatQuantity(labelCount, "label")} that changed most.
        </p>
      )}
    </>
  );
}
