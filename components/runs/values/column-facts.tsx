"use client";
import type { ArtifactRef } from "#graph/recorded-values";
import { formatCount, formatValue } from "../../ui/format-number.ts";
import { BarRow } from "./bar-row";
import { contentErrorOf } from "./content-error-of.ts";
import { ContentFailed, ContentLoading } from "./content-state";
import { Facts } from "./facts";
import { Histogram } from "./histogram";
import { numberWords } from "./number-words.ts";
import { useColumnStatistics } from "./use-table.ts";

/** What a column holds: how many, from where to where, and how they are spread or what is most frequent. */
export function ColumnFacts({ artifact, column, name }: { artifact: ArtifactRef; column: number; name: string }) {
  const { data, error, refetch } = useColumnStatistics(artifact, column);
  if (error) return <ContentFailed label="statistics" error={contentErrorOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <ContentLoading label="the statistics" className="h-24 w-full" />;
  const { rowCount, emptyCount, distinctCount, min, max, numbers, frequent } = data;
  return (
    <div className="grid w-64 gap-2">
      <h4 className="truncate text-sm">{name}</h4>
      {numbers && min !== null && max !== null && (
        <Histogram bins={numbers.histogram} min={Number(min)} max={Number(max)} heightPx={56} />
      )}
      <Facts
        facts={[
          ["rows", formatCount(rowCount)],
          ["empty", formatCount(emptyCount)],
          ["distinct", `≈ ${formatCount(distinctCount)}`],
          ...(numbers
            ? ([
                ["mean", formatValue(numbers.mean)],
                ["median", formatValue(numbers.median)],
                ["std", formatValue(numbers.std)],
              ] as const)
            : []),
          ["min", min === null ? "–" : numbers ? numberWords(min) : min],
          ["max", max === null ? "–" : numbers ? numberWords(max) : max],
          ...(numbers && numbers.notFiniteCount > 0
            ? ([["NaN, infinite", formatCount(numbers.notFiniteCount)]] as const)
            : []),
        ]}
      />
      {frequent.length > 0 && (
        <ul aria-label="Most frequent" className="text-xs">
          {frequent.map(({ value, count }, index) => (
            <BarRow key={index} label={value} fraction={count / Math.max(1, rowCount)} value={formatCount(count)} />
          ))}
        </ul>
      )}
    </div>
  );
}
