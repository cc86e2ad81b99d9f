import type { KeypointsDifference, PointAt } from "#graph/value-differences";
import { printable } from "../../runs/values/text-lines.ts";
import { formatCount, formatQuantity, formatValue } from "../../ui/format-number.ts";
import { SidesTable } from "../sides-table";

export function KeypointsDiff({ difference }: { difference: KeypointsDifference }) {
  const { counts, matched, meanDistance, points, pointCount } = difference;
  return (
    <>
      <p className="text-xs tabular-nums text-2">
        {formatQuantity(matched, "point")} matched by name, of {formatCount(counts[0])} and {formatCount(counts[1])}
        {meanDistance !== null && `; they moved ${formatValue(meanDistance, 3)} px on average`}.
      </p>
      <SidesTable
        label="Points"
        head="Point"
        rows={points.map(({ label, a, b, distance }) => ({
          name: printable(label),
          a: pointWords(a),
          b: pointWords(b),
          change: distance === null ? "–" : `${formatValue(distance, 3)} px`,
        }))}
      />
      {points.length < pointCount && (
        <p className="text-xs text-2">Those that moved most, of {formatCount(pointCount)}.</p>
      )}
    </>
  );
}

function pointWords(point: PointAt | null): string {
  return point ? `${formatValue(point.x)}, ${formatValue(point.y)} (${point.score.toFixed(2)})` : "not there";
}
