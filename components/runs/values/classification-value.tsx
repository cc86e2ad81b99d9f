"use client";
import { useMemo, useState } from "react";
import { TextInput } from "#components/ui/text-input";
import { formatCount, formatQuantity } from "../../ui/format-number.ts";
import { BarRow } from "./bar-row";
import { ContentFailed } from "./content-state";
import { readClasses } from "./findings.ts";
import { formatFraction, formatPercent } from "./format-fraction.ts";
import { useWholeJson } from "./use-content.ts";
import type { PreviewSize, ValueProps } from "./value-props.ts";
import { VirtualRows } from "./virtual-rows";

/** Fewer classes than these are all in view. */
const SEARCHED_FROM = 8;

/** The most probable classes as bars, the first in ink. */
export function ClassificationValue(props: ValueProps<"classification">) {
  const { preview, size } = props;
  if (preview.count === 0) return <p className="p-2 text-xs text-3">No class is probable enough to be kept.</p>;
  if (size !== "node") return <AllClasses {...props} size={size} />;
  return (
    <ul aria-label="Classes and their probabilities" className="px-2 py-1 text-xs">
      {preview.labels.slice(0, 4).map(({ label, probability }, index) => (
        <BarRow
          key={index}
          label={label}
          fraction={probability}
          value={formatPercent(probability)}
          isStrong={index === 0}
        />
      ))}
    </ul>
  );
}

function AllClasses({ preview, record, size }: ValueProps<"classification"> & { size: Exclude<PreviewSize, "node"> }) {
  const whole = useWholeJson(record);
  const json = whole.state === "there" ? whole.json : null;
  const [wanted, setWanted] = useState("");
  const all = useMemo(() => (json === null ? preview.labels : readClasses(json)), [json, preview.labels]);
  const query = wanted.trim().toLowerCase();
  const shown = all
    .map((entry, rank) => ({ ...entry, rank }))
    .filter(({ label }) => query === "" || label.toLowerCase().includes(query));
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5 text-xs">
      {all.length >= SEARCHED_FROM && (
        <TextInput
          type="search"
          inputSize="sm"
          aria-label="Search the classes"
          placeholder="Search the classes"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      <VirtualRows
        role="list"
        label="Classes and their probabilities"
        count={shown.length}
        rowPx={22}
        maxHeightPx={size === "large" ? "calc(100dvh - 240px)" : 268}
        renderRow={(index) => {
          const { label, probability, rank } = shown[index]!;
          return (
            <BarRow
              as="div"
              label={label}
              fraction={probability}
              value={formatFraction(probability)}
              isStrong={rank === 0}
            />
          );
        }}
      />
      <p aria-live="polite" className="text-3">
        {query === ""
          ? formatQuantity(preview.count, "class", "classes")
          : `${formatCount(shown.length)} of ${formatQuantity(preview.count, "class", "classes")}`}
        {whole.state !== "there" && all.length < preview.count && `, the first ${all.length} are shown`}
      </p>
      {whole.state === "failed" && <ContentFailed label="list of classes" error={whole.error} onRetry={whole.retry} />}
    </div>
  );
}
